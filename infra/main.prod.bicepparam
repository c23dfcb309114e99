using 'main.bicep'

// The branch's own: in China, closed to the Internet but for the app's web door, kept across three zones.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'prod')
param location = readEnvironmentVariable('AZURE_LOCATION', 'chinanorth3')
param stage = 'prod'
param plan = readEnvironmentVariable('BOAI_PLAN', 'Flex')
param network = 'private'
param storageReplication = 'Standard_ZRS'
param keyVaultTier = 'premium'
param maximumInstances = 40
param alwaysReadyForWeb = 1
param logRetentionDays = 365
param tokenAuthority = readEnvironmentVariable('BOAI_TOKEN_AUTHORITY', 'https://sign-in.example.org/')
param tokenAudience = readEnvironmentVariable('BOAI_TOKEN_AUDIENCE', 'boai')
param contactEmails = [readEnvironmentVariable('BOAI_CONTACT', 'boai-duty@example.org')]
param monthlyBudget = 0
param budgetStartDate = readEnvironmentVariable('BOAI_BUDGET_START', '2027-01-01')
param locked = true
