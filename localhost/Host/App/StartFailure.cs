using System.Reflection;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Boai.Localhost.Host;

/// <summary>Tells a start that was refused from one that failed by a defect: the first is said in a line, the second keeps its stack trace.</summary>
internal static class StartFailure
{
    /// <returns>What to say; null for a defect.</returns>
    public static LocalHostException? Explain(Exception failure, int port) => failure switch
    {
        LocalHostException said => said,
        IOException { InnerException: AddressInUseException } => PortCheck.Taken(port),
        OptionsValidationException or InvalidOperationException when IsRefusal(failure) =>
            new LocalHostException($"The app does not start: {failure.Message.ReplaceLineEndings(" ")}", failure),
        _ => null,
    };

    // An app that finds its settings wrong throws this itself; thrown by the framework's own code it is a mistake in the app's.
    private static bool IsRefusal(Exception failure) =>
        failure is OptionsValidationException || (failure.TargetSite?.DeclaringType?.Assembly is { } thrower && !IsFramework(thrower));

    private static bool IsFramework(Assembly assembly) => assembly.GetName().Name is { } name
        && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal));
}
