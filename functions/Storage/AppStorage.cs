using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;

namespace Boai.Functions.Storage;

/// <summary>The app's tables and containers by logical name.</summary>
/// <remarks>
/// Settings: <c>AzureWebJobsStorage</c> (a connection string, <c>UseDevelopmentStorage=true</c> for Azurite), or
/// <c>AzureWebJobsStorage:tableServiceUri</c> and <c>:blobServiceUri</c> with the app's managed identity. <c>Boai:StoragePrefix</c> puts
/// letters and digits before every name, so that tests share one Azurite without seeing one another.
/// </remarks>
public sealed class AppStorage
{
    private readonly TableServiceClient _tables;
    private readonly BlobServiceClient _blobs;
    private readonly string _prefix;
    private readonly StorageNames[] _names;

    public AppStorage(IConfiguration configuration, StorageMeter meter, IEnumerable<StorageNames> names)
    {
        _names = [.. names];
        _prefix = configuration["Boai:StoragePrefix"] ?? "";
        if (!_prefix.All(char.IsAsciiLetterOrDigit) || _prefix.Any(char.IsAsciiLetterUpper) || _prefix.Length > 20
            || (_prefix.Length > 0 && !char.IsAsciiLetter(_prefix[0])))
        {
            throw new InvalidOperationException(
                $"Boai:StoragePrefix is '{_prefix}'. Use at most 20 lower-case letters and digits, beginning with a letter.");
        }

        TableClientOptions tableOptions = new();
        tableOptions.AddPolicy(meter.Policy("table", _prefix), HttpPipelinePosition.PerCall);
        BlobClientOptions blobOptions = new();
        blobOptions.AddPolicy(meter.Policy("blob", _prefix), HttpPipelinePosition.PerCall);

        string? connection = configuration["AzureWebJobsStorage"];
        if (!string.IsNullOrEmpty(connection))
        {
            _tables = new TableServiceClient(connection, tableOptions);
            _blobs = new BlobServiceClient(connection, blobOptions);
            return;
        }

        DefaultAzureCredential credential = new();
        _tables = new TableServiceClient(ServiceUri(configuration, "tableServiceUri"), credential, tableOptions);
        _blobs = new BlobServiceClient(ServiceUri(configuration, "blobServiceUri"), credential, blobOptions);
    }

    public TableClient Table(string name) => _tables.GetTableClient(_prefix + name);

    public BlobContainerClient Container(string name) => _blobs.GetBlobContainerClient(_prefix + name);

    /// <summary>Creates what is missing. Called once at start; nothing else in the app creates tables.</summary>
    public Task EnsureCreated(CancellationToken cancellation) => Task.WhenAll(
    [
        .. _names.SelectMany(part => part.Tables).Distinct().Select(name => (Task)Table(name).CreateIfNotExistsAsync(cancellation)),
        .. _names.SelectMany(part => part.Containers).Distinct().Select(name => (Task)Container(name).CreateIfNotExistsAsync(cancellationToken: cancellation)),
    ]);

    private static Uri ServiceUri(IConfiguration configuration, string name) =>
        Uri.TryCreate(configuration[$"AzureWebJobsStorage:{name}"], UriKind.Absolute, out Uri? uri)
            ? uri
            : throw new InvalidOperationException(
                $"No storage is configured. Set AzureWebJobsStorage to a connection string, or AzureWebJobsStorage__{name} to the service's address.");
}
