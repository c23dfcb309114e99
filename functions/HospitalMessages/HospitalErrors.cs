using System.Resources;
using Boai.Functions.Errors;

namespace Boai.Functions.HospitalMessages;

/// <summary>Codes of refusals to people; what is wrong with a message is answered as FHIR.</summary>
public static class HospitalErrors
{
    public const string Unknown = "hospital.unknown";
    public const string Code = "hospital.code";
    public const string Unit = "hospital.unit";
    public const string Roles = "hospital.roles";
    public const string Key = "hospital.key";
    public const string AccountTaken = "hospital.account-taken";
    public const string MessageUnknown = "hospital.message-unknown";
    public const string MessageNotAside = "hospital.message-not-aside";
    public const string DeadLetterUnknown = "hospital.dead-letter-unknown";
    public const string DeadLetterDone = "hospital.dead-letter-done";
    public const string DeadLetterUnsigned = "hospital.dead-letter-unsigned";

    public static ErrorSource Source { get; } = new(
    [
        new(Unknown, 404), new(Code, 422), new(Unit, 422), new(Roles, 422), new(AccountTaken, 409), new(MessageUnknown, 404), new(MessageNotAside, 409),
        new(Key, 422), new(DeadLetterUnknown, 404), new(DeadLetterDone, 409), new(DeadLetterUnsigned, 409),
    ], new ResourceManager("Boai.Functions.HospitalMessages.HospitalTexts", typeof(HospitalErrors).Assembly));
}
