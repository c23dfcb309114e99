using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Boai.SampleApp;

/// <summary>Keeps the app from starting, in the way that the setting <c>Sample:Refuse</c> names.</summary>
internal sealed class Scruples(IConfiguration configuration) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => configuration["Sample:Refuse"] switch
    {
        null => Task.CompletedTask,
        "defect" => throw new InvalidDataException("a defect, not a refusal"),
        string reason => throw new InvalidOperationException(reason),
    };

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
