using System.Reflection;
using Boai.Functions.HospitalMessages;
using Boai.Functions.HospitalMessages.Fhir;
using Boai.Workflows.HospitalMessages;

namespace Boai.Tests.Functions.HospitalMessages;

public sealed class HospitalTextsTests
{
    [Fact]
    public void Every_code_that_a_message_can_be_answered_with_has_a_text()
    {
        IEnumerable<string> codes =
        [
            .. FhirProblems.All,
            .. typeof(MessageProblems).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetValue(null)!),
            .. typeof(PoisonReasons).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetValue(null)!),
            .. Enum.GetNames<MessageAlert>().Select(name => "alert." + name),
        ];

        Assert.All(codes, code => Assert.NotEmpty(HospitalTexts.Of(code)));
    }
}
