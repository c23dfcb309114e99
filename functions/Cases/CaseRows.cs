using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Boai.Workflows.Cases;
using Boai.Workflows.Shared;

namespace Boai.Functions.Cases;

/// <summary>The rows of a case's partition. RowKeys carry the case number, so that they are unique in the whole table.</summary>
internal static class CaseRows
{
    public static string HeadKey(CaseNumber number) => number.Value + "|h";

    public static string EventKey(CaseNumber number, int sequence) => string.Create(CultureInfo.InvariantCulture, $"{number.Value}|e|{sequence:D6}");

    public static string DecisionKey(CaseNumber number, string decisionId) => $"{number.Value}|d|{decisionId}";

    public static string DocumentKey(CaseNumber number, string documentId) => $"{number.Value}|f|{documentId}";

    public static TableEntity Head<TFacts>(CaseFile<TFacts> file, SubjectId applicant)
    {
        CaseHead head = file.Head;
        TableEntity row = new(head.Number.Value, HeadKey(head.Number))
        {
            // For people who look into the table; the app reads Head alone.
            ["Programme"] = head.Programme,
            ["State"] = head.State,
            ["Owner"] = head.Owner.Value,
            ["Version"] = head.Version,
            ["IsOver"] = head.IsOver,
            ["Applicant"] = applicant.Value,
        };
        row.SetText("Head", CaseJson.Write(head));
        row.SetText("Facts", CaseJson.Write(file.Facts));
        return row;
    }

    public static StoredHead ReadHead(TableEntity row) => new(
        CaseJson.Read<CaseHead>(row.GetText("Head")), row.ETag, SubjectId.Parse(row.GetString("Applicant")), row.GetText("Facts"));

    public static TableEntity Event(CaseNumber number, CaseEvent entry)
    {
        TableEntity row = new(number.Value, EventKey(number, entry.Seq))
        {
            ["Kind"] = entry.Kind,
            ["At"] = entry.At,
            ["ActorId"] = entry.ActorId,
            ["Role"] = entry.Role,
        };
        row.SetText("Event", CaseJson.Write(entry));
        return row;
    }

    public static CaseEvent ReadEvent(TableEntity row) => CaseJson.Read<CaseEvent>(row.GetText("Event"));

    public static TableEntity Decision(CaseNumber number, string decisionId, int version) =>
        new(number.Value, DecisionKey(number, decisionId)) { ["Version"] = version };
}
