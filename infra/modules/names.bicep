// Every name, tag, role and role id of the deployment comes from here, so that no two files can disagree on one.
metadata description = 'Names, tags and roles.'

@export()
@description('What a resource is called: kind-boai-environment-token.')
func nameOf(kind string, environmentName string, token string) string => toLower('${kind}-boai-${environmentName}-${take(token, 6)}')

@export()
@description('What a resource is called whose name is global, short and may hold no hyphen (storage accounts, key vaults): at most 24 characters.')
func compactNameOf(kind string, token string) string => toLower('${kind}boai${token}')

@export()
@description('The tags of every resource.')
func tagsOf(environmentName string, stage string) object => {
  product: 'boai'
  stage: stage
  'azd-env-name': environmentName
}

@export()
@description('The built-in roles that this deployment gives, by what they allow. Nothing else may be given.')
var roles = {
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  storageQueueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  storageTableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  serviceBusDataSender: '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39'
  serviceBusDataReceiver: '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'
  keyVaultCryptoServiceEncryptionUser: 'e147488a-f6f5-4113-8e2d-b22465e65bf6'
  monitoringMetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
  durableTaskDataContributor: '0ad04412-c4d5-4796-b79c-f76d14c8d402'
}
