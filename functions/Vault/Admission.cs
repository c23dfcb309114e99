using Boai.Workflows.Shared;

namespace Boai.Functions.Vault;

/// <summary>A person as a form gives it.</summary>
/// <param name="IdType">Kind of document, e.g. <c>RIC</c>.</param>
/// <param name="IdNumber">Normalised: what the kernel's parser gives.</param>
/// <param name="Name">Legal name.</param>
/// <param name="Dossier">What else this case must know of this person, by field; kept apart from other cases.</param>
public sealed record NewMember(string IdType, string IdNumber, string Name, IReadOnlyDictionary<string, string> Dossier)
{
    public NewMember(PersonId id, string name, IReadOnlyDictionary<string, string> dossier)
        : this(id.Kind.Code(), id.Normalized, name, dossier) { }

    public override string ToString() => $"{nameof(NewMember)} {{ {IdType} }}";
}

/// <summary>Who the members of a form are.</summary>
/// <param name="Members">In the order of the form.</param>
/// <param name="Known">Whether each was known before, in the same order.</param>
public sealed record AdmittedHousehold(HouseholdId Household, IReadOnlyList<SubjectId> Members, IReadOnlyList<bool> Known);

/// <summary>Whom an identity number belongs to.</summary>
public sealed record KnownPerson(SubjectId Subject, HouseholdId Household);

/// <summary>A person as lists show one.</summary>
public sealed record MaskedPerson(string Name, string IdNumber, string Phone);
