using Boai.Localhost.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Collects an app's services, configuration and invocation pipeline, and builds the host that runs it.</summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    private readonly WebApplicationBuilder web;
    private readonly LocalHostSetup setup;
    private bool built;

    internal FunctionsApplicationBuilder(LocalHostOptions options)
    {
        setup = LocalHostSetup.Begin(options);
        web = setup.Web;
    }

    /// <summary>Values that extensions share while building.</summary>
    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)web).Properties;

    /// <summary>Settings: local.settings.json, appsettings.json, environment, arguments.</summary>
    public ConfigurationManager Configuration => web.Configuration;

    /// <summary>Name and content root of the app.</summary>
    public IHostEnvironment Environment => web.Environment;

    /// <summary>Logging.</summary>
    public ILoggingBuilder Logging => web.Logging;

    /// <summary>Metrics.</summary>
    public IMetricsBuilder Metrics => web.Metrics;

    /// <summary>The app's services.</summary>
    public IServiceCollection Services => web.Services;

    IConfigurationManager IHostApplicationBuilder.Configuration => Configuration;

    internal LocalHostSetup Setup => setup;

    /// <summary>The host, ready to run. Finds the app's functions and checks every one of them.</summary>
    /// <exception cref="InvalidOperationException">It was built before.</exception>
    /// <exception cref="LocalHostException">A function cannot be hosted; the message names every function and parameter at fault.</exception>
    public IHost Build()
    {
        ThrowIfBuilt();
        built = true;
        return setup.IsEmbedded ? setup.Build() : ProgramExit.OnFailure(setup.Build);
    }

    /// <summary>Replaces the container.</summary>
    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull => ((IHostApplicationBuilder)web).ConfigureContainer(factory, configure);

    /// <summary>Adds a step around every invocation; the first added is the outermost.</summary>
    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        ThrowIfBuilt();
        setup.Steps.Add(middleware);
        return this;
    }

    private void ThrowIfBuilt()
    {
        if (built)
        {
            throw new InvalidOperationException("The application has already been built.");
        }
    }
}
