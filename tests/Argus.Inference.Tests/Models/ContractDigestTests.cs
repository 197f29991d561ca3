using Argus.Inference.Models;

namespace Argus.Inference.Tests.Models;

public sealed class ContractDigestTests
{
    private static readonly ModelFile Recognizer = Example.File([1]);
    private static readonly ModelFile Detector = Example.File([2]) with { Role = ModelRole.Detector, Output = new OutputContract { Family = ModelFamily.YuNet } };

    public static TheoryData<Func<ModelFile, ModelFile>> Changes => new()
    {
        f => f with { Sha256 = Example.Sha256([3]) },
        f => f with { Role = ModelRole.ImageEncoder },
        f => f with { Input = f.Input with { Color = ColorOrder.Bgr } },
        f => f with { Input = f.Input with { Mean = [0, 0, 1] } },
        f => f with { Input = f.Input with { Std = [1, 1, 2] } },
        f => f with { Input = f.Input with { Height = 112 } },
        f => f with { Input = f.Input with { Width = 112 } },
        f => f with { Input = f.Input with { Fit = FitMode.AlignedFace } },
        f => f with { Output = f.Output with { Dimension = 512 } },
        f => f with { Output = f.Output with { ScoreThreshold = 0.6f } },
    };

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public void Compute_WhatShapesAVectorChanges_IsAnother(Func<ModelFile, ModelFile> change) =>
        Assert.NotEqual(ContractDigest.Compute([Detector, Recognizer]), ContractDigest.Compute([Detector, change(Recognizer)]));

    [Fact]
    public void Compute_OrderNameAndOrigin_DoNotMatter()
    {
        var renamed = Recognizer with { Name = "other", Urls = [new Uri("https://example.org")], Optional = true };

        Assert.Equal(ContractDigest.Compute([Detector, Recognizer]), ContractDigest.Compute([renamed, Detector]));
    }

    [Fact]
    public void Compute_Attributes_DoNotMatter() =>
        Assert.Equal(ContractDigest.Compute([Recognizer]), ContractDigest.Compute([Recognizer, Detector with { Role = ModelRole.Attributes }]));

    [Fact]
    public void Compute_ClassifierHead_DoesNotMatter() =>
        Assert.Equal(ContractDigest.Compute([Recognizer]), ContractDigest.Compute([Recognizer, Detector with { Role = ModelRole.ClassifierHead }]));
}
