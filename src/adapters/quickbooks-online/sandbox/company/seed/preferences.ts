import { parseJson, isObject, type JsonObject } from '../json';

/** The settings of a company on the Plus edition with its factory defaults. */
export function seedPreferences(): JsonObject {
  return toObject(`{
    "AccountingInfoPrefs": {"UseAccountNumbers": false, "TrackDepartments": false, "DepartmentTerminology": "Location",
      "ClassTrackingPerTxn": false, "ClassTrackingPerTxnLine": false, "FirstMonthOfFiscalYear": "January",
      "TaxYearMonth": "January", "TaxForm": "6", "CustomerTerminology": "Customers"},
    "ProductAndServicesPrefs": {"ForSales": true, "ForPurchase": true, "QuantityWithPriceAndRate": true,
      "QuantityOnHand": true, "RevenueRecognition": false},
    "SalesFormsPrefs": {"CustomTxnNumbers": false, "AllowDeposit": true, "AllowDiscount": true, "AllowShipping": false,
      "DefaultTerms": {"value": "3"}},
    "EmailMessagesPrefs": {"InvoiceMessage": {"Subject": "Invoice from your gardeners"}},
    "VendorAndPurchasesPrefs": {"EnableBills": true, "TrackingByCustomer": true, "BillableExpenseTracking": true,
      "POCustomField": []},
    "TimeTrackingPrefs": {"UseServices": true, "BillCustomers": true, "ShowBillRateToAll": false,
      "WorkWeekStartDate": "Sunday", "MarkTimeEntriesBillable": true},
    "TaxPrefs": {"UsingSalesTax": true, "PartnerTaxEnabled": false, "TaxGroupCodeRef": {"value": "2"}},
    "CurrencyPrefs": {"MultiCurrencyEnabled": false, "HomeCurrency": {"value": "USD"}},
    "ReportPrefs": {"ReportBasis": "Accrual", "CalcAgingReportFromTxnDate": false},
    "OtherPrefs": {"NameValue": [
      {"Name": "WarnDuplicateCheckNumber", "Value": "false"}, {"Name": "WarnDuplicateBillNumber", "Value": "false"}]}
  }`);
}

export function seedCompanyInfo(name: string): JsonObject {
  const address =
    '{"Id": "1", "Line1": "123 Sierra Way", "City": "San Pablo", "Country": "USA", "CountrySubDivisionCode": "CA", "PostalCode": "87999"}';
  const quoted = JSON.stringify(name);
  return toObject(`{
    "CompanyName": ${quoted}, "LegalName": ${quoted},
    "CompanyAddr": ${address}, "CustomerCommunicationAddr": ${address}, "LegalAddr": ${address},
    "CustomerCommunicationEmailAddr": {"Address": "noreply@quickbooks.com"},
    "PrimaryPhone": {}, "CompanyStartDate": "2025-12-01", "FiscalYearStartMonth": "January", "Country": "US",
    "Email": {"Address": "noreply@quickbooks.com"}, "WebAddr": {}, "SupportedLanguages": "en",
    "DefaultTimeZone": "America/Los_Angeles",
    "NameValue": [{"Name": "NonTracking", "Value": "true"}, {"Name": "IsQbdtMigrated", "Value": "false"},
      {"Name": "SubscriptionStatus", "Value": "SUBSCRIBED"}, {"Name": "OfferingSku", "Value": "QuickBooks Online Plus"},
      {"Name": "PayrollFeature", "Value": "false"}, {"Name": "AccountantFeature", "Value": "false"},
      {"Name": "QBOIndustryType", "Value": "Landscaping Services"}, {"Name": "ItemCategoriesFeature", "Value": "true"},
      {"Name": "AssignedTime", "Value": "2026-04-20T09:00:00-07:00"}]
  }`);
}

function toObject(text: string): JsonObject {
  const value = parseJson(text);
  return isObject(value) ? value : {};
}
