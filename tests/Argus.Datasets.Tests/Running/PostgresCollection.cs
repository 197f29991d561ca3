using Argus.Testing.Databases;

namespace Argus.Datasets.Tests.Running;

/// <summary>One server for all of these classes.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<PostgresFixture>
{
    public const string Name = "PostgreSQL";
}
