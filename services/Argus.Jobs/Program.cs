using Argus.Data.Jobs;
using Argus.Data.Messaging.Kafka;
using Argus.Jobs;
using Argus.Jobs.Configuration;
using Argus.ServiceDefaults.Health;

var errors = JobsOptionsReader.Read(Environment.GetEnvironmentVariable, out var options);
if (!errors.IsEmpty)
{
    Console.Error.WriteLine(string.Join(Environment.NewLine, errors));
    return 2;
}

if (HealthQuestion.IsAsked(args))
    return await HealthQuestion.AskAsync(options.Host, options.Port, "/health/ready", Console.Error);

try
{
    await using var app = await JobsApp.CreateAsync(options, TimeProvider.System);
    await app.RunAsync();
}
catch (JobStoreException e)
{
    Console.Error.WriteLine(e.Message);
    return 3;
}
catch (Exception e) when (e is DllNotFoundException or KafkaSettingsException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
catch (IOException e)
{
    Console.Error.WriteLine($"Cannot listen on {options.Host}:{options.Port}: {e.Message}");
    return 4;
}

return 0;
