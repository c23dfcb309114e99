using Azure.Data.Tables;
using Boai.Workflows.Cases;

namespace Boai.Functions.Storage;

/// <summary>Rows that hold one record as JSON beside the properties that queries and people look at.</summary>
internal static class JsonRow
{
    private const string Value = "Value";

    public static TableEntity Of<T>(string partition, string row, T value)
    {
        TableEntity entity = new(partition, row);
        entity.SetText(Value, CaseJson.Write(value));
        return entity;
    }

    public static T ReadAs<T>(this TableEntity row) => CaseJson.Read<T>(row.GetText(Value));
}
