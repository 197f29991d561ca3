using Argus.Data.Jobs.Postgres;
using Argus.Data.Ranks;
using Argus.Data.Tests.Jobs.Conformance;
using Argus.Testing.Databases;

namespace Argus.Data.Tests.Ranks;

[Collection(PostgresCollection.Name)]
public sealed class PostgresRankBookTests(PostgresFixture postgres) : RankBookTests
{
    [PostgresFact]
    public Task Add_First_IsInTheMiddle() => FirstIsInTheMiddleAsync();

    [PostgresFact]
    public Task Add_Many_RanksAreExactToATenth() => RanksAreExactToATenthAsync();

    [PostgresFact]
    public Task Add_TwoHeads_DoNotMix() => HeadsDoNotMixAsync();

    [PostgresFact]
    public Task Add_ManyAtOnce_AreAllCounted() => ManyAtOnceAreAllCountedAsync();

    // The store of jobs makes the tables.
    private protected override async Task<IRankBook> OpenAsync()
    {
        var place = new PostgresPlace(() => postgres.Server);
        await (await PostgresJobStore.OpenAsync(place.Options, new(), TimeProvider.System)).DisposeAsync();
        return new PostgresRankBook(place.Options, TimeProvider.System);
    }
}
