using System.Collections.Concurrent;
using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Testing.Databases;

namespace Argus.Data.Tests.Jobs.Conformance;

/// <summary>Many who claim at once, and who stop without a word now and then.</summary>
public abstract class CrowdConformance(IStorePlace place) : StoreSuite(place)
{
    private const int Jobs = 600;

    [ConformanceFact]
    public async Task Claim_ByACrowdThatDies_GivesEachJobToOneAtATimeAndEndsEachOnce()
    {
        for (int seed = 1; seed <= 3; seed++)
        {
            // One claim in five is lost: by counting those as attempts, some of the jobs would end in error.
            var store = await OpenAsync(Options with { Sinks = [Sink("ends", e => e.Kind == JobEventKind.Completed)] });
            await store.CreateAsync([.. Enumerable.Range(0, Jobs).Select(i => Wish((seed * Jobs) + i, i % 11))]);
            var fences = new ConcurrentBag<Lease>();
            int done = 0, deaths = 0;

            await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
            {
                var random = new Random((seed * 100) + worker);
                while (Volatile.Read(ref done) < Jobs)
                {
                    var claims = await store.ClaimAsync([Task1], random.Next(1, 20));
                    foreach (var claim in claims)
                        fences.Add(claim.Lease);
                    if (claims.Count == 0)
                    {
                        // Only leases of the dead are left, or of those who are about to finish.
                        Clock.Advance(TimeSpan.FromSeconds(1));
                        await Task.Yield();
                        continue;
                    }

                    if (random.Next(5) == 0)
                    {
                        Interlocked.Increment(ref deaths);
                        continue;
                    }

                    var answers = await store.FinishAsync([.. claims.Select(c => JobOutcome.Completed(c.Lease, "{}"))]);
                    Interlocked.Add(ref done, answers.Count(a => a));
                }
            })));

            Assert.True(deaths > 0);
            Assert.Equal(Jobs, done);
            // No attempt was given to two.
            Assert.Equal(fences.Count, fences.Distinct().Count());
        }

        var ends = await (await OpenAsync()).ReadOutboxAsync("ends", 0, int.MaxValue);
        Assert.Equal((3 * Jobs, 3 * Jobs), (ends.Count, ends.Select(e => e.Key).Distinct().Count()));
    }
}

public sealed class SqliteCrowdTests() : CrowdConformance(new SqlitePlace());

[Collection(PostgresCollection.Name)]
public sealed class PostgresCrowdTests(PostgresFixture postgres) : CrowdConformance(new PostgresPlace(() => postgres.Server));
