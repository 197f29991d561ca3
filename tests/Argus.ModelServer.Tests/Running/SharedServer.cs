namespace Argus.ModelServer.Tests.Running;

/// <summary>One server for all tests that leave it as they found it.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    public RunningServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await RunningServer.StartAsync();

    public Task DisposeAsync() => Server.DisposeAsync().AsTask();
}

[CollectionDefinition(Name)]
public sealed class OnSharedServer : ICollectionFixture<SharedServer>
{
    public const string Name = "shared server";
}
