using Boai.Localhost.Host;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where an app starts.</summary>
public class FunctionsApplication
{
    /// <summary>A builder with configuration, logging and the worker's own services set up.</summary>
    /// <param name="args">The process's arguments; those of the local host (<c>--help</c> lists them) do not reach the app.</param>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return ProgramExit.OnFailure(() => new FunctionsApplicationBuilder(CommandLine.Parse(args) ?? ProgramExit.WithHelp()));
    }
}
