using Boai.Workflows.Cases;

namespace Boai.Workflows.HardshipRelief;

/// <summary>Whose account may be paid: never a third party's without guardianship or authorisation (handbook §5.2, "never").</summary>
internal static class ReliefPayees
{
    /// <summary>Whether the case's payee may be paid.</summary>
    /// <param name="visited">Whether somebody of the branch checked account and holder against the proof.</param>
    public static CaseProblem? Check(CaseFile<ReliefFacts> file, bool visited)
    {
        Payee payee = file.Facts.Application!.Payee;
        bool proven = payee.Relation switch
        {
            PayeeRelation.Guardian => ReliefDocuments.Has(file.Head, ReliefDocuments.GuardianProof),
            PayeeRelation.Authorised => ReliefDocuments.Has(file.Head, ReliefDocuments.PayeeAuthorisation),
            _ => true,
        };
        return payee.HolderMatches && proven && visited && ReliefDocuments.Has(file.Head, ReliefDocuments.BankProof)
            ? null
            : CaseProblem.Of(ReliefProblems.PayeeUnverified);
    }
}
