using System.Text.Json;
using Argus.Inference.Faces;
using Argus.Inference.Imaging;
using Argus.Inference.Models;
using Argus.Inference.Sessions;
using Argus.Testing;
using Argus.Testing.Golden;

namespace Argus.Inference.Tests.Agreement;

/// <summary>The steps of the pipeline against the reference's intermediate pictures: byte for byte.</summary>
public class KernelAgreementTests
{
    private static readonly Normalization Raw = new(new InputContract());

    [DataFact]
    public void Letterbox_OfT1_EqualsTheReferenceCanvas()
    {
        using var photo = Decode("photos", "t1.jpg");
        using var canvas = Decode("golden", "stages", "t1.jpg.letterbox640.png");
        float[] tensor = new float[3 * 640 * 640];
        LetterboxKernel.Run(photo, Letterbox.Fit(photo.Width, photo.Height, 640, 640), Raw, tensor);
        Assert.Equal(0, Differences(canvas, tensor, 640));
    }

    [DataTheory]
    [InlineData("hopper_exif6.jpg", 0)]
    [InlineData("obama_1.jpg", 0)]
    [InlineData("obama_biden_two_people.jpg", 0)]
    [InlineData("obama_biden_two_people.jpg", 1)]
    [InlineData("phone_exif6.jpg", 0)]
    [InlineData("t1.jpg", 0)]
    [InlineData("t1.jpg", 3)]
    [InlineData("t1.jpg", 5)]
    public void Warp_ByItsOwnLandmarks_EqualsTheReferenceCrop(string name, int face)
    {
        using var engine = FaceEngine.Load(ReferencePacks.Named("det500m-mobilefacenet"), new FaceEngineOptions { Profile = EngineProfile.Exact });
        Assert.Null(engine.Analyze(File.ReadAllBytes(TestData.At("photos", name)), new AnalyzeRequest { Embedding = false, Attributes = false }, out var analysis));
        using var photo = Decode("photos", name);
        using var crop = Decode("golden", "crops", $"{name}.face{face}.png");
        float[] tensor = new float[3 * 112 * 112];
        WarpKernel.Run(photo, FaceAlignment.ToCrop(analysis!.Faces[face].Landmarks!.Value, 112), 112, Raw, tensor);
        // ONNX Runtime's last bits move a landmark, and with it a coordinate to the other side of 1/32 pixel, now and then.
        Assert.InRange(Differences(crop, tensor, 112), 0, 3 * 112 * 112 / 200);
    }

    [DataFact]
    public void Detector_OnTheReferenceCanvas_GivesTheReferenceRows()
    {
        using var canvas = Decode("golden", "stages", "t1.jpg.letterbox640.png");
        var file = ReferencePacks.Named("det500m-mobilefacenet").Files[ModelRole.Detector];
        using var session = ModelSession.Load(file.Path, new HardwareOptions());
        using var input = FloatPool.Shared.Rent(3 * 640 * 640);
        LetterboxKernel.Run(canvas, Letterbox.Fit(640, 640, 640, 640), new Normalization(file.File.Input), input.Span(3 * 640 * 640));
        using var outputs = session.Run(input, [1, 3, 640, 640]);
        using var document = JsonDocument.Parse(File.ReadAllBytes(TestData.At("golden", "stages", "t1.jpg.det_500m.json")));
        int index = 0;
        foreach (var output in document.RootElement.GetProperty("outputs_in_graph_order").EnumerateObject())
        {
            int columns = output.Value.GetProperty("shape")[1].GetInt32();
            foreach (var row in output.Value.GetProperty("rows").EnumerateObject())
            {
                for (int c = 0; c < columns; c++)
                    Assert.Equal(row.Value[c].GetSingle(), outputs.Floats(index)[int.Parse(row.Name) * columns + c], 2e-4f);
            }

            index++;
        }

        Assert.Equal(9, index);
    }

    private static Picture Decode(params string[] parts)
    {
        Assert.Null(new ImageDecoder(new ImageLimits()).Decode(File.ReadAllBytes(TestData.At(parts)), int.MaxValue, out var picture));
        return picture!;
    }

    private static unsafe int Differences(Picture expected, float[] tensor, int size)
    {
        int differences = 0;
        for (int y = 0; y < size; y++)
        {
            for (int x = 0; x < size; x++)
            {
                for (int c = 0; c < 3; c++)
                    differences += expected.Pixels[y * expected.Stride + x * 3 + c] != (int)tensor[(c * size + y) * size + x] ? 1 : 0;
            }
        }

        return differences;
    }
}
