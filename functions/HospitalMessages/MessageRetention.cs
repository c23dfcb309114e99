using Boai.Functions.Cases;
using Boai.Functions.HospitalMessages.Fhir;
using Boai.Functions.HospitalMessages.Outbound;
using Boai.Functions.HospitalMessages.Register;
using Boai.Functions.Policy;
using Boai.Workflows.Shared;
using Microsoft.Azure.Functions.Worker;

namespace Boai.Functions.HospitalMessages;

/// <summary>How long messages are kept (handbook §12.5): raw bytes one year hot and three cold, then the digest alone; an answer as long as it may be fetched.</summary>
internal sealed class MessageRetention(
    MessageStore messages, HospitalOutbox outbox, HospitalRegister register, CaseStore cases, PolicyBook policies, TimeProvider time)
{
    [Function("SweepHospitalMessages")]
    public async Task Sweep([TimerTrigger("0 35 3 * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        DateTimeOffset now = time.GetUtcNow();
        DateOnly today = ChinaCalendar.DateOf(now);
        int years = policies.Today.Years(PolicyKeys.RetentionMessagesHotYears, today) + policies.Today.Years(PolicyKeys.RetentionMessagesColdYears, today);
        foreach (StoredMessage old in await messages.Before(now.AddYears(-years), cancellation))
        {
            if (!await IsHeld(old, cancellation))
            {
                await messages.Destroy(old, cancellation);
            }
        }

        await SweepAnswers(now.AddHours(-policies.Today.Hours(PolicyKeys.HospitalRetryHours, today)), cancellation);
    }

    // An answer that went into the queue is the queue's from then on: nobody acknowledges answers, and nobody fetches this one.
    private async Task SweepAnswers(DateTimeOffset before, CancellationToken cancellation)
    {
        foreach ((Hospital hospital, _) in await register.All(cancellation))
        {
            if (hospital.Door == HospitalDoor.Queue)
            {
                foreach (SentMessage answer in await outbox.Unsettled(hospital.Code.Value, FhirReplies.AnswerCode, before, cancellation))
                {
                    await outbox.Settle(answer, cancellation);
                }
            }
        }
    }

    // 保全 stops destruction.
    private async Task<bool> IsHeld(StoredMessage message, CancellationToken cancellation) =>
        CaseNumber.TryParse(message.Case, out CaseNumber? number, out _) && await cases.Find(number, cancellation) is { Head.LegalHold: true };
}
