using System.Diagnostics;
using Boai.SampleApp;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// A test run that dies closes this program's input, and then it must not stay behind.
Thread parent = new(() =>
{
    while (Console.In.Read() >= 0)
    {
        // Nothing that is said matters.
    }

    Process.GetCurrentProcess().Kill();
})
{ IsBackground = true };
parent.Start();

FunctionsApplicationBuilder builder = FunctionsApplication.CreateBuilder(args).ConfigureFunctionsWebApplication();
builder.Services.AddHostedService<Scruples>();
builder.Build().Run();
