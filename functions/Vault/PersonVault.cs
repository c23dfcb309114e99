using Azure;
using Azure.Data.Tables;
using Boai.Functions.Audit;
using Boai.Functions.Storage;
using Boai.Workflows.Shared;

namespace Boai.Functions.Vault;

/// <summary>The only place that knows people: identities and everything of class C3 and C4, sealed under a key per person.</summary>
/// <remarks>
/// Everything else in the app holds <see cref="SubjectId"/> and <see cref="HouseholdId"/>. A person is admitted once; what a later form says
/// (phone, bank account, circumstances) goes into a dossier of that case and never over what is there: whoever fills in a form with
/// somebody else's number must not redirect that person's codes or money.
/// </remarks>
public sealed class PersonVault(AppStorage storage, PersonIndex index, DataKeys keys, AccessLog log)
{
    private TableClient Table => storage.Table(PlatformTables.Vault);

    /// <summary>Finds a person by identity number.</summary>
    public Task<KnownPerson?> Find(string idType, string idNumber, CancellationToken cancellation) =>
        index.Find(index.KeyOf(idType, idNumber), cancellation);

    /// <summary>Takes in everyone on a form. Repeating it with the same people and case gives the same ids and changes nothing.</summary>
    /// <param name="members">The applicant first; each person once.</param>
    /// <remarks>A new person costs two storage operations, a known one four.</remarks>
    public async Task<AdmittedHousehold> AdmitHousehold(IReadOnlyList<NewMember> members, CaseNumber number, CancellationToken cancellation)
    {
        string[] indexKeys = [.. members.Select(member => index.KeyOf(member.IdType, member.IdNumber))];
        if (indexKeys.Distinct(StringComparer.Ordinal).Count() != indexKeys.Length || indexKeys is [])
        {
            throw new ArgumentException("A household has at least one member, and each person stands in it once.", nameof(members));
        }

        // The applicant goes first: a known applicant's household is the one that the others join.
        (KnownPerson Person, bool Known) applicant = await index.Claim(indexKeys[0], HouseholdId.New(), cancellation);
        HouseholdId household = applicant.Person.Household;
        (KnownPerson Person, bool Known)[] claimed =
        [
            applicant,
            .. await Task.WhenAll(indexKeys.Skip(1).Select(key => index.Claim(key, household, cancellation))),
        ];
        household = await Settle(claimed, indexKeys, cancellation);

        await Task.WhenAll(claimed.Select((claim, place) => Store(claim.Person.Subject, claim.Known, members[place], indexKeys[place], number, cancellation)));
        return new AdmittedHousehold(household, [.. claimed.Select(claim => claim.Person.Subject)], [.. claimed.Select(claim => claim.Known)]);
    }

    /// <summary>Reads fields of a person, as known in one case. The access log has its line before anything is returned.</summary>
    /// <returns>The fields that exist; a field that was never given is not in it.</returns>
    /// <exception cref="SubjectDestroyedException">The person's data was destroyed.</exception>
    public async Task<IReadOnlyDictionary<string, string>> Read(
        SubjectId subject, CaseNumber number, IReadOnlyCollection<string> fields, AccessPurpose purpose, CancellationToken cancellation)
    {
        await log.Write(purpose.Line(subject.Value, VaultField.Describe(fields), AccessResult.Read), cancellation);
        Dictionary<string, string> all = await Everything(subject, number, cancellation);
        return all.Where(entry => fields.Contains(entry.Key)).ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
    }

    /// <summary>Name, identity number and phone as a list may show them: masked (handbook §12.6), so no line in the access log.</summary>
    /// <returns>Null when the person's data was destroyed.</returns>
    public async Task<MaskedPerson?> Masked(SubjectId subject, CaseNumber number, CancellationToken cancellation)
    {
        try
        {
            Dictionary<string, string> all = await Everything(subject, number, cancellation);
            return new MaskedPerson(
                Masking.Name(all.GetValueOrDefault(VaultField.Name, "")), Masking.Number(all.GetValueOrDefault(VaultField.IdNumber, "")),
                Masking.Phone(all.GetValueOrDefault(VaultField.Phone, "")));
        }
        catch (SubjectDestroyedException)
        {
            return null; // a case outlives its subject's data
        }
    }

    /// <summary>Compares one field without letting it out, e.g. a phone number given at the counter.</summary>
    /// <returns>False also when the person or the field is unknown.</returns>
    public async Task<bool> Matches(SubjectId subject, CaseNumber number, string field, string value, CancellationToken cancellation)
    {
        try
        {
            Dictionary<string, string> all = await Everything(subject, number, cancellation);
            return all.TryGetValue(field, out string? held) && System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(
                System.Text.Encoding.UTF8.GetBytes(held), System.Text.Encoding.UTF8.GetBytes(value));
        }
        catch (SubjectDestroyedException)
        {
            return false; // nobody matches whose data is gone
        }
    }

    /// <summary>Corrects fields of a case's dossier; what they were before stays under <c>field#1</c>, <c>field#2</c> …</summary>
    /// <remarks>Repeating the same correction changes nothing.</remarks>
    public async Task Amend(SubjectId subject, CaseNumber number, IReadOnlyDictionary<string, string> fields, CancellationToken cancellation)
    {
        byte[] key = await keys.Get(subject, cancellation);
        while (true)
        {
            TableEntity? row = await Table.Find(subject.Value, VaultRows.DossierKey(subject, number), cancellation);
            Dictionary<string, string> dossier = row is null ? [] : VaultRows.Open(row, key, VaultRows.DossierContext(subject, number));
            bool changed = false;
            foreach ((string field, string value) in fields)
            {
                changed |= Replace(dossier, field, value);
            }

            TableEntity amended = VaultRows.Dossier(subject, number, key, dossier);
            if (!changed
                || (row is null ? await Table.TryAdd(amended, cancellation) : await Table.TryMerge(amended, row.ETag, cancellation)))
            {
                return;
            }
        }
    }

    /// <summary>Removes fields from a case's dossier for good, former values with them. Repeating it changes nothing.</summary>
    /// <param name="keep">Says which fields stay, by the name without <c>#n</c>.</param>
    public async Task Reduce(SubjectId subject, CaseNumber number, Func<string, bool> keep, CancellationToken cancellation)
    {
        while (await Table.Find(subject.Value, VaultRows.DossierKey(subject, number), cancellation) is { } row)
        {
            byte[] key = await keys.Get(subject, cancellation);
            Dictionary<string, string> dossier = VaultRows.Open(row, key, VaultRows.DossierContext(subject, number));
            string[] leaving = [.. dossier.Keys.Where(field => !keep(field.Split('#')[0]))];
            foreach (string field in leaving)
            {
                dossier.Remove(field);
            }

            if (leaving is [] || await Table.TryMerge(VaultRows.Dossier(subject, number, key, dossier), row.ETag, cancellation))
            {
                return;
            }
        }
    }

    /// <summary>Takes name and number out of the vault when no case needs them any more; under the keyed hash the person is still found.</summary>
    /// <remarks>A later form of the same person brings them back. Repeating it changes nothing.</remarks>
    public async Task Unname(SubjectId subject, CancellationToken cancellation)
    {
        byte[] key = await keys.Get(subject, cancellation);
        TableEntity? person = null;
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {subject.Value}"), cancellationToken: cancellation))
        {
            if (row.RowKey == subject.Value)
            {
                person = row;
            }
            else if (VaultRows.Open(row, key, VaultRows.DossierContext(subject, CaseNumber.Parse(row.RowKey[(subject.Value.Length + 1)..]))).Count > 0)
            {
                return; // another case still needs to know who this is
            }
        }

        if (person is not null && VaultRows.Open(person, key, VaultRows.PersonContext(subject)).Count > 0)
        {
            await Table.TryMerge(VaultRows.Nameless(subject, key), person.ETag, cancellation);
        }
    }

    /// <summary>Seals free text of a case under its subject's key.</summary>
    /// <param name="context">What the text is, e.g. the case number and the kind of event; the same words unseal it.</param>
    /// <returns>Base64, fit for an event's sealed note.</returns>
    public async ValueTask<string> Seal(SubjectId subject, string text, string context, CancellationToken cancellation) =>
        Convert.ToBase64String(SealedBox.SealText(await keys.Get(subject, cancellation), text, NoteContext(subject, context)));

    /// <summary>Opens what <see cref="Seal"/> sealed, after the access log has its line.</summary>
    public async ValueTask<string> Unseal(SubjectId subject, string note, string context, AccessPurpose purpose, CancellationToken cancellation)
    {
        await log.Write(purpose.Line(subject.Value, "C4:note " + context, AccessResult.Read), cancellation);
        return SealedBox.OpenText(await keys.Get(subject, cancellation), Convert.FromBase64String(note), NoteContext(subject, context));
    }

    /// <summary>Destroys a person's data for good by destroying the data key. Repeating it changes nothing.</summary>
    /// <remarks>Every copy of the sealed data, in backups too, becomes unreadable. Cases keep the opaque id, which then leads nowhere.</remarks>
    public async Task Destroy(SubjectId subject, AccessPurpose purpose, CancellationToken cancellation)
    {
        await log.Write(purpose.Line(subject.Value, "C4:all", AccessResult.Destroyed), cancellation);
        keys.Forget(subject);
        List<TableEntity> rows = [];
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {subject.Value}"), cancellationToken: cancellation))
        {
            rows.Add(row);
        }

        foreach (TableEntity row in rows.OrderByDescending(row => row.RowKey == subject.Value))
        {
            if (row.RowKey != subject.Value)
            {
                await Table.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: cancellation);
            }
            else
            {
                if (row.GetString("IndexKey") is { } indexKey)
                {
                    await index.Remove(indexKey, cancellation);
                }

                // What stays says only that there was somebody: without it a late retry would admit the person again.
                await Table.UpdateEntityAsync(new TableEntity(subject.Value, subject.Value) { ["Destroyed"] = true }, ETag.All, TableUpdateMode.Replace, cancellation);
            }
        }
    }

    private async Task<Dictionary<string, string>> Everything(SubjectId subject, CaseNumber number, CancellationToken cancellation)
    {
        Task<TableEntity?> person = Table.Find(subject.Value, subject.Value, cancellation);
        Task<TableEntity?> dossier = Table.Find(subject.Value, VaultRows.DossierKey(subject, number), cancellation);
        TableEntity row = await person ?? throw new SubjectDestroyedException(subject);
        byte[] key = await keys.FromRow(subject, row, cancellation) ?? throw new SubjectDestroyedException(subject);
        Dictionary<string, string> all = VaultRows.Open(row, key, VaultRows.PersonContext(subject));
        if (await dossier is { } given)
        {
            foreach ((string field, string value) in VaultRows.Open(given, key, VaultRows.DossierContext(subject, number)))
            {
                all[field] = value;
            }
        }

        return all;
    }

    // Relatives may have come before the applicant: then theirs is the household, and whoever is new joins it.
    private async Task<HouseholdId> Settle((KnownPerson Person, bool Known)[] claimed, string[] indexKeys, CancellationToken cancellation)
    {
        HouseholdId household = claimed.FirstOrDefault(claim => claim.Known) is { Person: { } known } ? known.Household : claimed[0].Person.Household;
        for (int place = 0; place < claimed.Length; place++)
        {
            if (!claimed[place].Known && claimed[place].Person.Household != household)
            {
                await index.MoveToHousehold(indexKeys[place], claimed[place].Person, household, cancellation);
            }
        }

        return household;
    }

    private async Task Store(SubjectId subject, bool known, NewMember member, string indexKey, CaseNumber number, CancellationToken cancellation)
    {
        byte[]? key = known ? await keys.Find(subject, cancellation) : null;
        if (key is not null)
        {
            await Rename(subject, member, key, indexKey, cancellation);
            await Table.TryAdd(VaultRows.Dossier(subject, number, key, member.Dossier), cancellation);
            return;
        }

        key = DataKeys.New();
        TableEntity person = VaultRows.Person(subject, member, key, indexKey);
        await keys.PutInto(person, key, cancellation);
        try
        {
            await Table.SubmitTransactionAsync(
            [
                new TableTransactionAction(TableTransactionActionType.Add, person),
                new TableTransactionAction(TableTransactionActionType.Add, VaultRows.Dossier(subject, number, key, member.Dossier)),
            ], cancellation);
            keys.Remember(subject, key);
        }
        catch (TableTransactionFailedException taken) when (taken.Status == 409)
        {
            // Another request admitted the same person a moment ago: its key is the one that counts.
            byte[] theirs = await keys.Get(subject, cancellation);
            await Table.TryAdd(VaultRows.Dossier(subject, number, theirs, member.Dossier), cancellation);
        }
    }

    // Only somebody whose name was taken out gets it again: what is there is never written over.
    private async Task Rename(SubjectId subject, NewMember member, byte[] key, string indexKey, CancellationToken cancellation)
    {
        if (await Table.Find(subject.Value, subject.Value, cancellation) is { } row && VaultRows.Open(row, key, VaultRows.PersonContext(subject)).Count == 0)
        {
            await Table.TryMerge(VaultRows.Person(subject, member, key, indexKey), row.ETag, cancellation);
        }
    }

    private static bool Replace(Dictionary<string, string> dossier, string field, string value)
    {
        if (dossier.TryGetValue(field, out string? held))
        {
            if (held == value)
            {
                return false;
            }

            int times = 1;
            while (dossier.ContainsKey($"{field}#{times}"))
            {
                times++;
            }

            dossier[$"{field}#{times}"] = held;
        }

        dossier[field] = value;
        return true;
    }

    private static string NoteContext(SubjectId subject, string context) => $"note|{subject.Value}|{context}";
}
