using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Argus.Cli.Vectors;
using Argus.Testing;

namespace Argus.Cli.Tests.Vectors;

public sealed class VectorFileTests : IDisposable
{
    private static readonly VectorRow[] Rows =
    [
        new("a.jpg", [0.5f, -1.25f, 3], "sha256:1", new VectorFace(0, [1, 2, 3.5f, 4], 0.875f)),
        new("with, comma and \"quotes\".jpg", [0.1f, 1e-20f, 0], "sha256:1", null),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Npy_Rows_AreAMatrixOfFloatsInTheFormatOfNumPy()
    {
        Write("v.npy");

        byte[] bytes = File.ReadAllBytes(_folder.At("v.npy"));
        Assert.Equal([0x93, .. "NUMPY"u8, 1, 0], bytes[..8]);
        int header = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
        Assert.Equal(0, (10 + header) % 64);
        string fields = Encoding.ASCII.GetString(bytes, 10, header);
        Assert.Equal("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", fields.Trim());
        Assert.EndsWith(" \n", fields);
        float[] values = [.. Enumerable.Range(0, (bytes.Length - 10 - header) / 4).Select(i => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(10 + header + (4 * i))))];
        Assert.Equal(Rows.SelectMany(r => r.Vector), values);
        Assert.Equal(
            ["row,file,face_index,x1,y1,x2,y2,det_score,model_digest", "0,a.jpg,0,1,2,3.5,4,0.875,sha256:1", "1,\"with, comma and \"\"quotes\"\".jpg\",,,,,,,sha256:1"],
            File.ReadAllLines(_folder.At("v.rows.csv")));
    }

    [Fact]
    public void Csv_Rows_StandUnderTheirNames()
    {
        Write("v.CSV");

        Assert.Equal(
            [
                "file,face_index,x1,y1,x2,y2,det_score,model_digest,v0,v1,v2",
                "a.jpg,0,1,2,3.5,4,0.875,sha256:1,0.5,-1.25,3",
                "\"with, comma and \"\"quotes\"\".jpg\",,,,,,,sha256:1,0.1,1E-20,0",
            ],
            File.ReadAllLines(_folder.At("v.CSV")));
    }

    [Fact]
    public void JsonLines_Rows_AreTheLinesOfJson()
    {
        Write("v.jsonl");

        var lines = File.ReadAllLines(_folder.At("v.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(["file", "face_index", "bbox", "det_score", "dimension", "embedding", "model_digest"], lines[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal(["file", "dimension", "embedding", "model_digest"], lines[1].EnumerateObject().Select(p => p.Name));
        Assert.Equal(Rows[1].Vector, lines[1].GetProperty("embedding").EnumerateArray().Select(v => v.GetSingle()));
    }

    [Theory]
    [InlineData("v.npy")]
    [InlineData("v.csv")]
    [InlineData("v.jsonl")]
    public void Dispose_NotCommitted_LeavesWhatWasThere(string name)
    {
        File.WriteAllText(_folder.At(name), "old");

        using (var file = VectorFile.Create(_folder.At(name)))
            file.Add(Rows[0]);

        Assert.Equal([name], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
        Assert.Equal("old", File.ReadAllText(_folder.At(name)));
    }

    [Fact]
    public void Create_WhereAFolderIs_SaysSo() =>
        Assert.Contains("is a folder", Assert.Throws<IOException>(() => VectorFile.Create(Directory.CreateDirectory(_folder.At("x.csv")).FullName)).Message);

    [Fact]
    public void Create_InAFolderThatIsNotThere_NamesIt() =>
        Assert.Equal(
            $"'{_folder.At("none", "x.csv")}' cannot be written: there is no folder '{_folder.At("none")}'.",
            Assert.Throws<IOException>(() => VectorFile.Create(_folder.At("none", "x.csv"))).Message);

    private void Write(string name)
    {
        using var file = VectorFile.Create(_folder.At(name));
        foreach (var row in Rows)
            file.Add(row);
        file.Commit();
        Assert.All(file.Paths, path => Assert.True(File.Exists(path)));
        Assert.Equal(file.Paths.Order(), Directory.GetFiles(_folder.Path).Order());
    }
}
