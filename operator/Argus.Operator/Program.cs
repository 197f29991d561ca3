using Argus.Kube.Client;
using Argus.Kube.Client.KubeConfig;
using Argus.Operator;
using Argus.Operator.Reconciling;
using Argus.ServiceDefaults.Health;

var errors = OperatorOptionsReader.Read(Environment.GetEnvironmentVariable, out var options);
if (!errors.IsEmpty)
{
    Console.Error.WriteLine(string.Join(Environment.NewLine, errors));
    return 2;
}

if (HealthQuestion.IsAsked(args))
    return await HealthQuestion.AskAsync(options.Host, options.Port, "/health/ready", Console.Error);

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

await using var app = OperatorApp.Create(options, cluster, KubernetesClientConfiguration.DefaultFiles);
try
{
    await app.RunAsync();
}
catch (IOException e)
{
    Console.Error.WriteLine($"Cannot listen on {options.Host}:{options.Port}: {e.Message}");
    return 4;
}

return Environment.ExitCode;
