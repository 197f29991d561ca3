using Argus.Gateway;
using Argus.Gateway.Configuration;
using Argus.Gateway.Listening;
using Argus.Kube.Client;
using Argus.Kube.Client.KubeConfig;
using Argus.ServiceDefaults.Health;
using Argus.ServiceDefaults.Tracing;

// The exporter of traces blocks while it sends, and must not do so on a thread that carries the network.
if (!TraceExport.IsOn)
    EventLoops.Use();
var errors = GatewayOptionsReader.Read(Environment.GetEnvironmentVariable, out var options);
if (!errors.IsEmpty)
{
    Console.Error.WriteLine(string.Join(Environment.NewLine, errors));
    return 2;
}

if (HealthQuestion.IsAsked(args))
    return await HealthQuestion.AskAsync(options.AdminHost ?? options.Host, options.AdminPort, "/health/ready", Console.Error);

KubernetesClientConfiguration cluster;
try
{
    cluster = KubernetesClientConfiguration.BuildDefaultConfig();
}
catch (KubeConfigException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

await using var app = GatewayApp.Create(options, cluster);
try
{
    await app.RunAsync();
}
catch (IOException e)
{
    Console.Error.WriteLine($"Cannot listen on {options.Host}: {e.Message}");
    return 4;
}

return Environment.ExitCode;
