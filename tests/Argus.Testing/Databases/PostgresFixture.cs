using Xunit;

namespace Argus.Testing.Databases;

/// <summary>One PostgreSQL server for all test classes of a collection; each takes a schema of its own. Not started where its tests are skipped.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private PostgresServer? _server;

    /// <summary>The server.</summary>
    public PostgresServer Server => _server ?? throw new InvalidOperationException(PostgresServer.Missing);

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        if (PostgresServer.Missing is null)
            _server = await PostgresServer.StartAsync();
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
