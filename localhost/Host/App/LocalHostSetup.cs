using System.Net;
using System.Reflection;
using System.Text.Json;
using Azure.Core.Serialization;
using Boai.Localhost.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Boai.Localhost.Host;

/// <summary>Puts a host together: first what the app may build on, then, around what the app added, what runs it.</summary>
internal sealed class LocalHostSetup
{
    // As the platform has it.
    private const long MostRequestBytes = 100L * 1024 * 1024;

    private readonly LocalHostOptions options;
    private readonly string folder;
    private readonly string? storage;
    private bool aspNetCoreTypes;

    private LocalHostSetup(LocalHostOptions options, WebApplicationBuilder web, string folder, string? storage)
    {
        this.options = options;
        this.folder = folder;
        this.storage = storage;
        Web = web;
    }

    public WebApplicationBuilder Web { get; }

    public List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> Steps { get; } = [];

    public bool IsEmbedded => options.Embedded is not null;

    public static LocalHostSetup Begin(LocalHostOptions given)
    {
        string folder = AppContext.BaseDirectory;
        Assembly? app = given.Embedded is { } embedded ? embedded.FunctionTypes.FirstOrDefault()?.Assembly : Assembly.GetEntryAssembly();
        WebApplicationBuilder web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = app?.GetName().Name,
            EnvironmentName = Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT") ?? Environments.Development,
            ContentRootPath = folder,
        });
        LocalHostOptions options = ServiceBusConnections.WithPort(HostConfiguration.Add(web.Configuration, given, folder));
        if (options.Backup is { } backup)
        {
            ProgramExit.With(DataBackup.Run(backup, options.DataPath));
        }

        string? storage = options.Embedded is null
            ? (options.AzuritePorts ?? AzuritePorts.Default).ConnectionString
            : options.Embedded.StorageConnection;
        HostConfiguration.SetStorage(web.Configuration, storage, options);
        LocalHostSetup setup = new(options, web, folder, storage);
        setup.AddBasics();
        return setup;
    }

    public void UseAspNetCoreTypes()
    {
        if (!aspNetCoreTypes)
        {
            aspNetCoreTypes = true;
            Web.Services.AddControllers();
        }
    }

    /// <exception cref="LocalHostException">A function cannot be hosted.</exception>
    public IHost Build()
    {
        HostJson hostJson = options.Embedded?.HostJson is { } text ? HostJson.Parse(text, HostJson.FileName) : HostJson.ReadFrom(folder);
        TimeZoneInfo zone = TimeZones.Find(Web.Configuration["WEBSITE_TIME_ZONE"] is { Length: > 0 } id ? id : "UTC", "WEBSITE_TIME_ZONE");
        FunctionSettings settings = new(Web.Configuration, hostJson, aspNetCoreTypes)
        {
            TimeZone = zone,
            Bus = ServiceBusSetup.Read(options.Embedded?.ServiceBusJson, folder),
        };
        FunctionCatalog functions = FunctionCatalog.Read(FunctionTypes(), settings);
        HostedApp app = new(Web.Environment.ApplicationName, functions, hostJson, aspNetCoreTypes, options)
        {
            StorageConnection = storage,
            TimeZone = zone,
            ServiceBus = settings.Bus.Used is { } queues ? ServiceBusConnections.Broker(queues, options) : null,
        };
        ServiceBusConnections.Set(Web.Configuration, app, settings.Bus.Connections);
        HostLogging.Add(Web.Logging, app);
        AddHost(app);
        WebApplication web = Web.Build();
        HostPipeline.Map(web, app);
        return new LocalHost(web, app);
    }

    private IEnumerable<Type> FunctionTypes() =>
        options.Embedded?.FunctionTypes ?? (IEnumerable<Type>)(Assembly.GetEntryAssembly()?.GetTypes() ?? []);

    // Registered before anything of the app: hosted services start in this order and stop in the reverse one.
    private void AddBasics()
    {
        IServiceCollection services = Web.Services;
        services.AddLogging();
        services.AddRouting();
        services.AddHttpContextAccessor();
        services.AddSingleton<HostStopping>();
        services.AddSingleton<WorkTracker>();
        services.AddSingleton<ClockKeeper>();
        services.AddSingleton(provider => provider.GetRequiredService<ClockKeeper>().Clock);
        services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<LocalClock>());
        services.Configure<JsonSerializerOptions>(json => json.PropertyNameCaseInsensitive = true);
        services.AddSingleton<IPostConfigureOptions<WorkerOptions>, DefaultSerializer>();
        services.AddSingleton<DataConverter, WorkerDataConverter>();
        services.AddHostedService<StorageService>();
        if (IsEmbedded)
        {
            services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        }
    }

    private void AddHost(HostedApp app)
    {
        IServiceCollection services = Web.Services;
        // An app that brings the system's clock, as it must on the real worker, gets the one that can be moved.
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(provider => provider.GetRequiredService<LocalClock>()));
        services.AddSingleton(app);
        services.AddSingleton(provider => new FunctionInvoker(provider.GetRequiredService<IServiceScopeFactory>(), Steps));
        services.AddSingleton<HostStorage>();
        services.AddSingleton<QueueActivity>();
        services.AddSingleton<OutputSender>();
        services.AddSingleton<BrokerHost>();
        services.AddSingleton<DurableHost>();
        services.AddSingleton<QueueListeners>();
        services.AddSingleton<TimerListeners>();
        services.AddSingleton<ManualStart>();
        services.AddSingleton<ClockAdvance>();
        services.AddSingleton<ITimerMonitor>(provider => app.StorageConnection is null
            ? app.Options.Embedded?.Monitor ?? new MemoryTimerMonitor()
            : new BlobTimerMonitor(provider.GetRequiredService<HostStorage>(), app));
        // The broker before whatever may send, its listeners after whatever a function may need.
        services.AddHostedService(provider => provider.GetRequiredService<BrokerHost>());
        services.AddHostedService(provider => provider.GetRequiredService<DurableHost>());
        services.AddHostedService(provider => provider.GetRequiredService<ManualStart>());
        services.AddHostedService<ServiceBusListeners>();
        services.AddHostedService(provider => provider.GetRequiredService<QueueListeners>());
        services.AddHostedService(provider => provider.GetRequiredService<TimerListeners>());
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(20));
        Web.Host.UseDefaultServiceProvider(provider => provider.ValidateScopes = provider.ValidateOnBuild = true);
        Web.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostRequestBytes;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
    }

    private sealed class DefaultSerializer(IOptions<JsonSerializerOptions> json) : IPostConfigureOptions<WorkerOptions>
    {
        public void PostConfigure(string? name, WorkerOptions worker) => worker.Serializer ??= new JsonObjectSerializer(json.Value);
    }
}
