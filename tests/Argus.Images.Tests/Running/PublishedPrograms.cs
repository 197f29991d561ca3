namespace Argus.Images.Tests.Running;

/// <summary>Tests that share what was published.</summary>
[CollectionDefinition(Name)]
public sealed class PublishedPrograms : ICollectionFixture<PublishedProgram>
{
    public const string Name = "published programs";
}
