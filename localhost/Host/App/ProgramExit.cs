namespace Boai.Localhost.Host;

/// <summary>How the host ends the program when it was started from the command line: a line that says what to do, never a stack trace.</summary>
internal static class ProgramExit
{
    public static T OnFailure<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (LocalHostException failure)
        {
            Fail(failure);
            throw;
        }
    }

    public static void Fail(LocalHostException failure)
    {
        Console.Error.WriteLine(failure.Message);
        Environment.Exit(1);
    }

    public static LocalHostOptions WithHelp()
    {
        With(CommandLine.Help);
        throw new InvalidOperationException("The program has ended.");
    }

    /// <summary>All that was asked for is done.</summary>
    public static void With(string said)
    {
        Console.Out.WriteLine(said);
        Environment.Exit(0);
    }
}
