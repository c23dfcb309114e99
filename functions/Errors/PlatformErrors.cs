using System.Resources;

namespace Boai.Functions.Errors;

/// <summary>Codes that do not belong to one programme.</summary>
public static class PlatformErrors
{
    public const string Unexpected = "server.unexpected";
    public const string Busy = "server.busy";

    public const string JsonMalformed = "json.malformed";
    public const string JsonUnknownField = "json.unknown-field";
    public const string JsonDuplicateField = "json.duplicate-field";
    public const string JsonType = "json.type";
    public const string JsonRequired = "json.required";
    public const string JsonTooDeep = "json.too-deep";
    public const string JsonEmpty = "json.empty";
    public const string RequestContentType = "request.content-type";
    public const string RequestTooLarge = "request.too-large";
    public const string RequestBroken = "request.broken";
    public const string RequestQuery = "request.query";
    public const string FormInvalid = "form.invalid";
    public const string StaffId = "form.staff-id";
    public const string CauseCode = "form.cause-code";

    public const string TextRequired = "text.required";
    public const string TextTooLong = "text.too-long";
    public const string TextControl = "text.control";
    public const string TextBidi = "text.bidi";
    public const string TextEmoji = "text.emoji";
    public const string TextFormula = "text.formula";

    public const string IdempotencyMissing = "idempotency.missing";
    public const string IdempotencyConflict = "idempotency.conflict";
    public const string IdempotencyRunning = "idempotency.running";

    public const string AuthMissing = "auth.missing";
    public const string AuthExpired = "auth.expired";
    public const string AuthInvalid = "auth.invalid";
    public const string AuthAccount = "auth.account";
    public const string AccessRole = "access.role";
    public const string AccessUnit = "access.unit";
    public const string AccessCase = "access.case";
    public const string AccessRelation = "access.relation";
    public const string AccessPurpose = "access.purpose";
    public const string AccessClosed = "access.closed";

    public const string CaseNumberInvalid = "case.number";
    public const string CaseUnknown = "case.unknown";

    public const string CaseNoteUnknown = "case.note-unknown";

    public const string DocumentType = "document.type";
    public const string DocumentTooLarge = "document.too-large";
    public const string DocumentEmpty = "document.empty";
    public const string DocumentDamaged = "document.damaged";
    public const string DocumentMixed = "document.mixed";
    public const string DocumentMacro = "document.macro";
    public const string DocumentKind = "document.kind";
    public const string DocumentUnknown = "document.unknown";
    public const string DocumentCount = "document.count";

    public const string MasterKeyElsewhere = "master-key.elsewhere";
    public const string MasterKeyUnknown = "master-key.unknown";
    public const string MasterKeyCurrent = "master-key.current";
    public const string MasterKeyNeeded = "master-key.needed";

    public const string PhoneInvalid = "phone.invalid";
    public const string PhoneCodeRate = "phone-code.rate";
    public const string PhoneCodeWrong = "phone-code.wrong";

    public static ErrorSource Source { get; } = new(
    [
        new(Unexpected, 500), new(Busy, 503),
        new(JsonMalformed, 400), new(JsonUnknownField, 400), new(JsonDuplicateField, 400), new(JsonType, 400), new(JsonRequired, 400),
        new(JsonTooDeep, 400), new(JsonEmpty, 400), new(RequestContentType, 415), new(RequestTooLarge, 413), new(RequestQuery, 400), new(RequestBroken, 400),
        new(FormInvalid, 422), new(StaffId, 422), new(CauseCode, 422),
        new(TextRequired, 422), new(TextTooLong, 422), new(TextControl, 422), new(TextBidi, 422), new(TextEmoji, 422), new(TextFormula, 422),
        new(IdempotencyMissing, 400), new(IdempotencyConflict, 422), new(IdempotencyRunning, 409),
        new(AuthMissing, 401), new(AuthExpired, 401), new(AuthInvalid, 401), new(AuthAccount, 401),
        new(AccessRole, 403), new(AccessUnit, 403), new(AccessCase, 403), new(AccessRelation, 403), new(AccessPurpose, 400), new(AccessClosed, 404),
        new(CaseNumberInvalid, 400), new(CaseUnknown, 404), new(CaseNoteUnknown, 404),
        new(DocumentType, 415), new(DocumentTooLarge, 413), new(DocumentEmpty, 422), new(DocumentDamaged, 422), new(DocumentMixed, 422),
        new(DocumentMacro, 422), new(DocumentKind, 422), new(DocumentUnknown, 404), new(DocumentCount, 422),
        new(MasterKeyElsewhere, 409), new(MasterKeyUnknown, 422), new(MasterKeyCurrent, 409), new(MasterKeyNeeded, 409),
        new(PhoneInvalid, 422), new(PhoneCodeRate, 429), new(PhoneCodeWrong, 401),
    ], new ResourceManager("Boai.Functions.Errors.ErrorTexts", typeof(PlatformErrors).Assembly));
}
