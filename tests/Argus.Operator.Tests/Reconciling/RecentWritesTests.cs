using System.Text.Json;
using Argus.Kube.Api;
using Argus.Kube.Api.Argus;
using Argus.Operator.Planning;
using Argus.Operator.Reconciling;
using Argus.Operator.Rendering;
using Argus.Testing;

namespace Argus.Operator.Tests.Reconciling;

public sealed class RecentWritesTests
{
    private static readonly ObjectKey Key = new("ns", "faces");

    private readonly FakeTimeProvider _time = new();
    private readonly RecentWrites _written;

    public RecentWritesTests() => _written = new RecentWrites(_time);

    [Fact]
    public void Newest_AChildThatTheMirrorDoesNotShowYet_IsTheWrittenOneForAWhile()
    {
        _written.Add(Key, Service(7));

        var (children, isAhead) = _written.Of(Key).Newest([]);
        Assert.Equal(("7", true), (Assert.Single(children).Metadata.ResourceVersion, isAhead));

        // What the mirror still does not show by then was deleted.
        _time.Advance(RecentWrites.Trust);
        (children, isAhead) = _written.Of(Key).Newest([]);
        Assert.Equal((true, false), (children.IsEmpty, isAhead));
    }

    [Theory]
    [InlineData(6, "7", true)]
    [InlineData(7, "7", false)]
    [InlineData(10, "10", false)]
    public void Newest_AChildOfBoth_IsTheLaterVersion(int mirrored, string expected, bool isAhead)
    {
        _written.Add(Key, Service(7));

        var (children, ahead) = _written.Of(Key).Newest([Service(mirrored)]);

        Assert.Equal((expected, isAhead), (Assert.Single(children).Metadata.ResourceVersion, ahead));
    }

    [Fact]
    public void Shown_WhatWasWritten_IsOwnAndForgottenButNotForALookThatBeganBefore()
    {
        _written.Add(Key, Service(7));
        var begun = _written.Of(Key);

        Assert.True(_written.Shown(Key, Kinds.Service, Service(7).Metadata));

        Assert.Empty(_written.Of(Key).Children);
        // The mirror was read before it showed the child, and it must not be written again.
        Assert.Equal("7", Assert.Single(begun.Newest([]).Children).Metadata.ResourceVersion);
        Assert.False(_written.Shown(Key, Kinds.Service, Service(7).Metadata));
    }

    [Theory]
    [InlineData(6, 1)]
    [InlineData(8, 0)]
    public void Shown_AnotherVersion_IsNewsAndForgottenWhereLater(int seen, int left)
    {
        _written.Add(Key, Service(7));

        Assert.False(_written.Shown(Key, Kinds.Service, Service(seen).Metadata));

        Assert.Equal(left, _written.Of(Key).Children.Length);
    }

    [Fact]
    public void Newest_OfAModelDeployment_IsTheLaterVersionOfTheSameOne()
    {
        _written.Add(Key, Resource(9, "a"));

        Assert.Equal("9", _written.Of(Key).Newest(Resource(8, "a")).Metadata.ResourceVersion);
        Assert.Equal("10", _written.Of(Key).Newest(Resource(10, "a")).Metadata.ResourceVersion);
        _written.Add(Key, Resource(9, "a"));
        Assert.Equal("b", _written.Of(Key).Newest(Resource(8, "b")).Metadata.Uid);
    }

    [Fact]
    public void Child_OfWhatAServerAnswers_HasWhatPlansNeedAndNoMore()
    {
        const string answer = """
            {"kind":"Service","apiVersion":"v1","metadata":{"name":"faces","namespace":"ns","uid":"u","resourceVersion":"5","labels":{"argus.dev/deployment":"faces","x":"y"},
            "managedFields":[{"manager":"kcm","operation":"Update","fieldsV1":{"f:status":{}}},{"manager":"argus-operator","operation":"Apply","fieldsV1":{"f:spec":{"f:type":{}}}}]},
            "spec":{"type":"ClusterIP"},"status":{"loadBalancer":{}}}
            """;

        var mirrored = JsonSerializer.Deserialize(answer, ChildOf<ServiceKind>.JsonType)!;
        var child = mirrored.Child.Read();

        Assert.Equal(new ObjectKey("ns", "faces"), mirrored.Child.Deployment);
        Assert.Equal("""{"f:spec":{"f:type":{}}}""", child.Owned?.GetRawText());
        Assert.Equal(("5", "y", false), (mirrored.Metadata.ResourceVersion, child.Body.GetProperty("metadata").GetProperty("labels").GetProperty("x").GetString(), child.Body.TryGetProperty("status", out _)));
        Assert.DoesNotContain("kcm", child.Body.GetRawText());
    }

    private static Child Service(int version) => Child.Of(
        Kinds.Service,
        JsonElement.Parse($$$"""{"kind":"Service","apiVersion":"v1","metadata":{"name":"faces","resourceVersion":"{{{version}}}"}}"""));

    private static ModelDeployment Resource(int version, string uid) => new() { Metadata = new() { Name = "faces", Uid = uid, ResourceVersion = $"{version}" } };
}
