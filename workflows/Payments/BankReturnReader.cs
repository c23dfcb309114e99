using System.Globalization;
using Boai.Workflows.Shared;
using static Boai.Workflows.Payments.BankFileLayout;

namespace Boai.Workflows.Payments;

/// <summary>Reads the bank's answer (回单文件) against its batch: the whole file or nothing.</summary>
/// <remarks>
/// Header, one detail for every line of the batch in any order, trailer. Every line is answered exactly once with exactly our amount, and
/// the trailer's counts and sums are right; a file that is cut short cannot pass.
/// </remarks>
public static class BankReturnReader
{
    /// <summary>Whatever else is wrong, this many faults tell a person enough.</summary>
    private const int MostProblems = 50;

    private const int LongestField = 200;

    /// <param name="rows">Every row of the file, an empty line being a row with one empty field.</param>
    /// <param name="today">The Beijing day of the import: a bank cannot have paid later.</param>
    public static BankReturnReading Read(IReadOnlyList<CsvRow> rows, PaymentBatch batch, DateOnly today)
    {
        rows = WithoutBlankEnd(rows);
        if (rows.Count == 0)
        {
            return new BankReturnReading.Refused([BankFileProblem.At(0, BankFileProblems.Empty)]);
        }

        Reading reading = new(batch, today);
        foreach (CsvRow row in rows)
        {
            reading.Take(row);
            if (reading.Problems.Count >= MostProblems)
            {
                break;
            }
        }

        return reading.Finish(lastLine: rows[^1].Line);
    }

    private static CsvRow[] WithoutBlankEnd(IReadOnlyList<CsvRow> rows)
    {
        int count = rows.Count;
        while (count > 0 && rows[count - 1].Fields is [""] or [])
        {
            count--;
        }

        return [.. rows.Take(count)];
    }

    private sealed class Reading(PaymentBatch batch, DateOnly today)
    {
        private readonly Dictionary<string, BatchLine> byReference = batch.Lines.ToDictionary(line => line.Reference.Value, StringComparer.Ordinal);
        private readonly Dictionary<int, (LineResult? Result, int Line)> answered = [];
        private readonly Dictionary<string, int> transactions = new(StringComparer.Ordinal);
        private DateOnly? bankDate;
        private bool headerSeen;
        private CsvRow? trailer;

        // What the details say, for comparison with the trailer; null once a detail could not be added.
        private int details;
        private Money? total = Money.Zero;
        private int paid;
        private Money? paidTotal = Money.Zero;

        public List<BankFileProblem> Problems { get; } = [];

        public void Take(CsvRow row)
        {
            if (row.Fields.Count == 0)
            {
                Report(row, BankFileProblems.RowKind);
                return;
            }

            if (row.Fields.Any(field => field.Any(char.IsControl)))
            {
                Report(row, BankFileProblems.ControlCharacter);
            }

            if (row.Fields.Any(field => field.Length > LongestField))
            {
                Report(row, BankFileProblems.FieldTooLong);
                return;
            }

            if (trailer is not null)
            {
                Report(row, BankFileProblems.AfterTrailer);
                return;
            }

            if (!headerSeen && row.Fields[0] != Header)
            {
                headerSeen = true;
                Report(row, BankFileProblems.HeaderMissing);
            }

            switch (row.Fields[0])
            {
                case Header when HasFields(row, ReturnHeaderFields):
                    TakeHeader(row);
                    break;
                case Detail:
                    details++;
                    if (HasFields(row, ReturnDetailFields))
                    {
                        TakeDetail(row);
                    }
                    else
                    {
                        total = paidTotal = null;
                    }

                    break;
                case Trailer:
                    trailer = row;
                    if (HasFields(row, ReturnTrailerFields))
                    {
                        TakeTrailer(row);
                    }

                    break;
                case Header:
                    headerSeen = true;
                    break;
                default:
                    Report(row, BankFileProblems.RowKind);
                    break;
            }
        }

        public BankReturnReading Finish(int lastLine)
        {
            if (trailer is null && Problems.Count < MostProblems)
            {
                Problems.Add(BankFileProblem.At(lastLine, BankFileProblems.TrailerMissing));
            }

            foreach (BatchLine line in batch.Lines.Where(line => !answered.ContainsKey(line.Seq)))
            {
                if (Problems.Count >= MostProblems)
                {
                    break;
                }

                Problems.Add(BankFileProblem.At(trailer?.Line ?? lastLine, BankFileProblems.LineMissing, ("reference", line.Reference.Value)));
            }

            return Problems.Count > 0
                ? new BankReturnReading.Refused(Problems)
                : new BankReturnReading.Complete(
                    bankDate!.Value,
                    [.. batch.Lines.Select(line => answered[line.Seq].Result!)],
                    [.. batch.Lines.Select(line => answered[line.Seq].Line)]);
        }

        private void TakeHeader(CsvRow row)
        {
            if (headerSeen)
            {
                Report(row, BankFileProblems.HeaderRepeated);
                return;
            }

            headerSeen = true;
            Expect(row, 1, ReturnVersion, BankFileProblems.Version);
            Expect(row, 2, batch.Id.Value, BankFileProblems.Batch);
            Expect(row, 3, batch.Channel.Value, BankFileProblems.Channel);
            bankDate = DayNotInFuture(row.Fields[4]);
            if (bankDate is null || bankDate < ChinaCalendar.DateOf(batch.Prepared.At))
            {
                Report(row, BankFileProblems.BankDate, ("today", Text(today)));
            }
        }

        private void TakeDetail(CsvRow row)
        {
            BatchLine? line = LineOf(row);
            bool amountRead = YuanText.TryParse(row.Fields[2], out Money? amount);
            if (!amountRead)
            {
                Report(row, BankFileProblems.AmountForm);
            }
            else if (line is not null && amount != line.Amount)
            {
                Report(row, BankFileProblems.AmountDiffers, ("reference", line.Reference.Value), ("expected", Text(line.Amount)));
            }

            total += amount;
            LineResult? result = row.Fields[3] switch
            {
                PaidResult => Paid(row, line, amount),
                BouncedResult => Bounced(row, line),
                _ => null,
            };
            if (row.Fields[3] is not (PaidResult or BouncedResult))
            {
                Report(row, BankFileProblems.Result);
            }

            if (line is not null)
            {
                answered[line.Seq] = (result, row.Line);
            }
        }

        private BatchLine? LineOf(CsvRow row)
        {
            string text = row.Fields[1];
            if (!BankReference.TryParse(text, out BankReference? reference, out _))
            {
                Report(row, BankFileProblems.ReferenceForm);
                return null;
            }

            if (!byReference.TryGetValue(reference.Value, out BatchLine? line))
            {
                Report(row, BankFileProblems.ReferenceUnknown, ("reference", reference.Value));
                return null;
            }

            if (answered.TryGetValue(line.Seq, out (LineResult? Result, int Line) first))
            {
                Report(row, BankFileProblems.ReferenceDoubled, ("reference", reference.Value), ("first", Text(first.Line)));
                return null;
            }

            return line;
        }

        private LineResult.Paid? Paid(CsvRow row, BatchLine? line, Money? amount)
        {
            paid++;
            paidTotal += amount;
            string transaction = row.Fields[4];
            DateOnly? on = DayNotInFuture(row.Fields[5]);
            TakeTransaction(row, transaction);
            if (on is null || on < ChinaCalendar.DateOf(batch.Prepared.At))
            {
                Report(row, BankFileProblems.PaidOn, ("today", Text(today)));
            }

            if (row.Fields[6].Length > 0)
            {
                Report(row, BankFileProblems.ReasonUnexpected);
            }

            return line is null || on is null ? null : new LineResult.Paid(line.Seq, transaction, on.Value);
        }

        private LineResult.Bounced? Bounced(CsvRow row, BatchLine? line)
        {
            // A bank may number a return or date it; neither posts anything.
            if (row.Fields[4].Length > 0)
            {
                TakeTransaction(row, row.Fields[4]);
            }

            if (row.Fields[5].Length > 0 && DayNotInFuture(row.Fields[5]) is null)
            {
                Report(row, BankFileProblems.PaidOn, ("today", Text(today)));
            }

            BounceReason? reason = BounceReasons.FromCode(row.Fields[6]);
            if (reason is null)
            {
                Report(row, BankFileProblems.Reason);
            }

            return line is null || reason is null ? null : new LineResult.Bounced(line.Seq, reason.Value);
        }

        private void TakeTransaction(CsvRow row, string transaction)
        {
            if (!BankTransaction.IsNumber(transaction))
            {
                Report(row, BankFileProblems.TransactionForm);
            }
            else if (!transactions.TryAdd(transaction, row.Line))
            {
                Report(row, BankFileProblems.TransactionDoubled, ("transaction", transaction), ("first", Text(transactions[transaction])));
            }
        }

        private void TakeTrailer(CsvRow row)
        {
            Expect(row, 1, Text(details), BankFileProblems.TrailerCount);
            if (total is { } sum)
            {
                Expect(row, 2, Text(sum), BankFileProblems.TrailerTotal);
            }

            Expect(row, 3, Text(paid), BankFileProblems.TrailerPaidCount);
            if (paidTotal is { } paidSum)
            {
                Expect(row, 4, Text(paidSum), BankFileProblems.TrailerPaidTotal);
            }
        }

        private DateOnly? DayNotInFuture(string text)
            => DateOnly.TryParseExact(text, DateForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) && day <= today
                ? day
                : null;

        private bool HasFields(CsvRow row, int count)
        {
            if (row.Fields.Count != count)
            {
                Report(row, BankFileProblems.FieldCount, ("expected", Text(count)), ("found", Text(row.Fields.Count)));
            }

            return row.Fields.Count == count;
        }

        private void Expect(CsvRow row, int field, string expected, string code)
        {
            if (row.Fields[field] != expected)
            {
                Report(row, code, ("expected", expected));
            }
        }

        private void Report(CsvRow row, string code, params ReadOnlySpan<(string Name, string Value)> arguments)
            => Problems.Add(BankFileProblem.At(row.Line, code, arguments));
    }
}
