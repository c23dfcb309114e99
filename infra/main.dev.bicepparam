using 'main.bicep'

// A place to try things with invented people: cheap, reachable, deletable. Never real personal data.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'dev')
param location = readEnvironmentVariable('AZURE_LOCATION', 'southeastasia')
param stage = 'dev'
param network = 'public'
param storageReplication = 'Standard_LRS'
param maximumInstances = 10
param logRetentionDays = 30
param logQuotaGb = 1
param tokenAuthority = readEnvironmentVariable('BOAI_TOKEN_AUTHORITY', 'https://sign-in.example.org/')
param tokenAudience = readEnvironmentVariable('BOAI_TOKEN_AUDIENCE', 'boai-dev')
param contactEmails = [readEnvironmentVariable('BOAI_CONTACT', 'boai-dev@example.org')]
param monthlyBudget = 60
param budgetStartDate = readEnvironmentVariable('BOAI_BUDGET_START', '2027-01-01')
param locked = false
