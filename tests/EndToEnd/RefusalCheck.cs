using System.Text.Json;
using Azure.Data.Tables;

namespace Boai.Tests.EndToEnd;

/// <summary>What handbook §19 and the issue of bad input ask of every refusal: status, code, field, a Chinese text, and nothing stored but the audit line.</summary>
internal static class RefusalCheck
{
    private static readonly string[] OfCases = ["case.", "duty.", "relief.", "organ.", "intent.", "body.", "cornea."];

    /// <summary>Sends what must be refused.</summary>
    /// <param name="audited">False for what only reads and is not denied: that leaves no line.</param>
    /// <returns>The answer, for the fields that it names.</returns>
    public static async Task<Reply> Refuses(this BranchApp app, Func<Task<Reply>> send, int status, string code, bool audited = true)
    {
        await app.Settle();
        StoreSnapshot before = await StoreSnapshot.Of(app);
        Reply reply = await send();
        await app.Settle();
        StoreSnapshot after = await StoreSnapshot.Of(app);

        reply.Refused(status, code);
        AssertSpeaksChinese(reply);
        Assert.Empty(after.ChangesSince(before));
        string result = $"{(status is 401 or 403 ? "denied" : "refused")}:{code}";
        IReadOnlyList<TableEntity> lines = after.AuditSince(before);
        Assert.Equal(audited ? [result] : [], lines.Select(line => line.GetString("Result")));
        return reply;
    }

    /// <summary>An answer as RFC 9457 has it, whose texts a person here can read.</summary>
    public static void AssertSpeaksChinese(Reply reply)
    {
        Assert.Equal("application/problem+json", reply.MediaType);
        Assert.Equal(reply.Status, reply.Number("status"));
        Assert.StartsWith("urn:boai:error:", reply.Text("type"), StringComparison.Ordinal);
        AssertIsChinese(reply.Text("title"));
        AssertIsChinese(reply.Text("detail"));
        if (OfCases.Any(start => reply.Code.StartsWith(start, StringComparison.Ordinal)))
        {
            Assert.DoesNotMatch("[a-z]{2}|[A-Z]{4}|_", reply.Text("detail")); // a state, a role or a document by its English name
        }

        foreach (JsonProperty field in reply.Json.GetProperty("errors").EnumerateObject())
        {
            Assert.All(field.Value.EnumerateArray(), problem => AssertIsChinese(problem.GetProperty("message").GetString()!));
        }
    }

    private static void AssertIsChinese(string text)
    {
        Assert.Contains(text, character => character is >= '\u4E00' and <= '\u9FFF');
        Assert.DoesNotContain("{", text, StringComparison.Ordinal); // a placeholder that nobody filled in
    }
}
