using System.Text.Json.Serialization;
using Azure.Identity;
using Boai.Functions.Access;
using Boai.Functions.AnnualRollup;
using Boai.Functions.Audit;
using Boai.Functions.BodyDonation;
using Boai.Functions.Cases;
using Boai.Functions.Certificates;
using Boai.Functions.CorneaDonation;
using Boai.Functions.Documents;
using Boai.Functions.DonationIntent;
using Boai.Functions.DonationOutcomes;
using Boai.Functions.Donations;
using Boai.Functions.Errors;
using Boai.Functions.Forms;
using Boai.Functions.HardshipRelief;
using Boai.Functions.HospitalMessages;
using Boai.Functions.Idempotency;
using Boai.Functions.Identity;
using Boai.Functions.MemorialCare;
using Boai.Functions.OpenApi;
using Boai.Functions.Operations;
using Boai.Functions.OrganDonation;
using Boai.Functions.Partners;
using Boai.Functions.Payments;
using Boai.Functions.Policy;
using Boai.Functions.Storage;
using Boai.Functions.Vault;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Boai.Functions;

/// <summary>The services of the app.</summary>
internal static class AppServices
{
    /// <summary>The folders of the app.</summary>
    internal static IReadOnlyList<ProgrammeParts> Parts { get; } = [PlatformParts.Parts, PaymentParts.Parts, ReliefParts.Parts, HospitalParts.Parts, OrganParts.Parts, CertificateParts.Parts, CareParts.Parts, OutcomeParts.Parts, IntentParts.Parts, DonationParts.Parts, BodyParts.Parts, CorneaParts.Parts, RollupParts.Parts, PartnerParts.Parts];

    public static IServiceCollection AddBoaiServices(this IServiceCollection services, IConfiguration configuration, AccessTable access)
    {
        services.TryAddSingleton(TimeProvider.System); // the local host brings a clock that can be moved
        services.AddSingleton(access);
        services.AddScoped<CurrentRequest>();
        services.Configure<JsonOptions>(WriteJsonAsItIsRead);

        services.AddStorage().AddVault().AddIdentity(configuration);
        services.AddSingleton<AccessLog>().AddSingleton<AccessLogVerification>();
        services.AddSingleton<PolicyBook>();
        services.AddSingleton<CaseStore>().AddSingleton<CaseNumbers>().AddSingleton<CaseDecisions>().AddSingleton<CaseProgrammes>().AddSingleton<Worklist>();
        services.AddSingleton<RequestStore>();
        services.AddSingleton<DocumentStore>();
        services.AddSingleton<HealthChecks>().AddSingleton<CaseGauges>().AddSingleton<StuckCaseAlarm>().AddSingleton<ApiDocument>();
        services.AddMetrics();
        services.AddSingleton<PhoneCodes>();
        services.AddSingleton(new ErrorCatalogue(Parts.SelectMany(part => part.Errors)));
        foreach (ProgrammeParts part in Parts)
        {
            services.AddSingleton(part.Storage);
            part.Register(services);
        }

        return services;
    }

    private static void WriteJsonAsItIsRead(JsonOptions options)
    {
        options.SerializerOptions.Encoder = StrictJson.Options.Encoder;
        foreach (JsonConverter converter in StrictJson.Options.Converters)
        {
            options.SerializerOptions.Converters.Add(converter);
        }
    }

    private static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddSingleton<StorageMeter>().AddSingleton<AppStorage>();
        services.AddSingleton<PlatformReadiness>().AddHostedService<PlatformStart>();
        return services;
    }

    private static IServiceCollection AddVault(this IServiceCollection services)
    {
        services.AddSingleton(MasterKey);
        services.AddSingleton<PlatformKeys>().AddSingleton<DataKeys>().AddSingleton<KeyRotation>().AddSingleton<PersonIndex>().AddSingleton<PersonVault>();
        return services;
    }

    private static IServiceCollection AddIdentity(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<TokenChecks>();
        services.AddSingleton<ITokenSource, OpenIdTokens>();
        services.AddSingleton<CaseSessions>().AddSingleton<ITokenSource>(provider => provider.GetRequiredService<CaseSessions>());
        if (DevelopmentIssuer.IsOn(configuration))
        {
            services.AddSingleton<DevelopmentIssuer>().AddSingleton<ITokenSource>(provider => provider.GetRequiredService<DevelopmentIssuer>());
            services.AddHostedService<DevelopmentAccountsTable>();
        }

        return services;
    }

    // Key Vault where one is named, a key file elsewhere.
    private static IMasterKey MasterKey(IServiceProvider services)
    {
        IConfiguration configuration = services.GetRequiredService<IConfiguration>();
        if (configuration["Boai:KeyVault:Uri"] is not { Length: > 0 } vault)
        {
            return LocalMasterKey.InFolder(KeyFolder.Of(configuration));
        }

        string key = configuration["Boai:KeyVault:Key"]
            ?? throw new InvalidOperationException("Boai:KeyVault:Uri is set; Boai:KeyVault:Key must name the key and its version, as name/version.");
        string scope = configuration["Boai:KeyVault:Scope"] ?? "https://vault.azure.net/.default";
        return new KeyVaultMasterKey(new HttpClient(), new DefaultAzureCredential(), new Uri(vault), key, scope);
    }
}
