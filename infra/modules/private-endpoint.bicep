metadata description = 'A private endpoint to one service, with the DNS zone that makes the service\'s usual name lead to it.'

@description('Name of the endpoint.')
param name string

@description('Region.')
param location string

@description('Tags of the resources.')
param tags object

@description('Resource id of the service.')
param serviceId string

@description('Part of the service: blob, queue, table, namespace, vault.')
param part string

@description('DNS zone of private names of that part, in the cloud of this deployment.')
param zoneName string

@description('Network whose names are to resolve to the endpoint.')
param networkId string

@description('Subnet of the endpoint.')
param subnetId string

resource zone 'Microsoft.Network/privateDnsZones@2020-06-01' = {
  name: zoneName
  location: 'global'
  tags: tags

  resource link 'virtualNetworkLinks' = {
    name: 'app'
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      virtualNetwork: {
        id: networkId
      }
    }
  }
}

resource endpoint 'Microsoft.Network/privateEndpoints@2024-01-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: {
      id: subnetId
    }
    privateLinkServiceConnections: [
      {
        name: part
        properties: {
          privateLinkServiceId: serviceId
          groupIds: [part]
        }
      }
    ]
  }

  resource names 'privateDnsZoneGroups' = {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: part
          properties: {
            privateDnsZoneId: zone.id
          }
        }
      ]
    }
  }
}
