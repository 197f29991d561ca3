using Argus.Data.Blobs;
using Argus.Datasets;
using Argus.Datasets.Configuration;
using Argus.Datasets.Runs;
using Argus.Datasets.Store;
using Argus.ServiceDefaults.Configuration;
using Argus.ServiceDefaults.Health;

if (!RunCommand.TryRead(args, out var command))
{
    Console.Error.WriteLine(RunCommand.Usage);
    return RunCommand.Wrong;
}

var environment = new EnvironmentReader(Environment.GetEnvironmentVariable);
if (command is not null && DatasetsOptionsReader.Address(environment, "ARGUS_DATASETS_URL") is { } service)
{
    using var remote = new ServiceRun(service, TimeProvider.System, Console.Out);
    return await remote.RunAsync(command, CancellationToken.None);
}

var errors = environment.Errors.AddRange(DatasetsOptionsReader.Read(Environment.GetEnvironmentVariable, isAsked: command is null && !HealthQuestion.IsAsked(args), out var options));
if (!errors.IsEmpty)
{
    Console.Error.WriteLine(string.Join(Environment.NewLine, errors));
    return RunCommand.Wrong;
}

if (HealthQuestion.IsAsked(args))
    return await HealthQuestion.AskAsync(options.Host, options.Port, "/health/ready", Console.Error);

try
{
    await using var app = await DatasetsApp.CreateAsync(options, TimeProvider.System);
    if (command is not null)
        return await command.RunAsync(app.Services, Console.Out);
    await app.RunAsync();
}
catch (Exception error) when (error is DatabaseException or BlobStoreException)
{
    Console.Error.WriteLine(error.Message);
    return RunCommand.Away;
}
catch (IOException error)
{
    Console.Error.WriteLine($"Cannot listen on {options.Host}:{options.Port}: {error.Message}");
    return 4;
}

return 0;
