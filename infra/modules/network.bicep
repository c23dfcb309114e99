metadata description = 'The virtual network: one subnet from which the app calls out, one where the stores answer it.'

@description('Name of the network.')
param name string

@description('Region.')
param location string

@description('Tags of the resources.')
param tags object

@description('Address space of the network (CIDR), /24 or larger; must not overlap networks that are peered with it.')
param addressSpace string

@description('The service that the app\'s subnet is delegated to; it depends on the plan.')
@allowed(['Microsoft.App/environments', 'Microsoft.Web/serverFarms'])
param appDelegation string

var appRange = cidrSubnet(addressSpace, 26, 0)
var endpointRange = cidrSubnet(addressSpace, 26, 1)

// The stores answer the app and nobody else: HTTPS for storage and key vault, AMQP over TLS for Service Bus.
resource endpointRules 'Microsoft.Network/networkSecurityGroups@2024-01-01' = {
  name: '${name}-endpoints'
  location: location
  tags: tags
  properties: {
    securityRules: [
      {
        name: 'app-in'
        properties: {
          priority: 100
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: appRange
          sourcePortRange: '*'
          destinationAddressPrefix: endpointRange
          destinationPortRanges: ['443', '5671']
        }
      }
      {
        name: 'nobody-else-in'
        properties: {
          priority: 4096
          direction: 'Inbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

resource network 'Microsoft.Network/virtualNetworks@2024-01-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [addressSpace]
    }
  }

  resource app 'subnets' = {
    name: 'app'
    properties: {
      addressPrefix: appRange
      delegations: [
        {
          name: 'functions'
          properties: {
            serviceName: appDelegation
          }
        }
      ]
    }
  }

  resource endpoints 'subnets' = {
    name: 'endpoints'
    properties: {
      addressPrefix: endpointRange
      networkSecurityGroup: {
        id: endpointRules.id
      }
      privateEndpointNetworkPolicies: 'NetworkSecurityGroupEnabled'
    }
    // Two subnets of one network cannot be written at once.
    dependsOn: [app]
  }
}

@description('Resource id of the network, for DNS links.')
output id string = network.id

@description('Resource id of the subnet from which the app calls out.')
output appSubnetId string = network::app.id

@description('Resource id of the subnet of the private endpoints.')
output endpointSubnetId string = network::endpoints.id
