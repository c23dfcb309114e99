metadata description = 'Mail when the resource group has cost, or is about to cost, more than planned.'

@description('Name of the budget.')
param name string

@description('Money for a month, in the subscription\'s currency.')
@minValue(1)
param monthlyAmount int

@description('First day of the first month that counts (yyyy-MM-01), not in the past when the budget is first made.')
param startDate string

@description('Who is told.')
@minLength(1)
param contactEmails string[]

resource budget 'Microsoft.Consumption/budgets@2023-11-01' = {
  name: name
  properties: {
    category: 'Cost'
    amount: monthlyAmount
    timeGrain: 'Monthly'
    timePeriod: {
      startDate: startDate
    }
    notifications: {
      spent80: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 80
        thresholdType: 'Actual'
        contactEmails: contactEmails
      }
      willOverspend: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 100
        thresholdType: 'Forecasted'
        contactEmails: contactEmails
      }
    }
  }
}
