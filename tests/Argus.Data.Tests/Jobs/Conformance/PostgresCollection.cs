using Argus.Testing.Databases;

namespace Argus.Data.Tests.Jobs.Conformance;

/// <summary>One server for all of these classes.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<PostgresFixture>
{
    public const string Name = "PostgreSQL";
}
