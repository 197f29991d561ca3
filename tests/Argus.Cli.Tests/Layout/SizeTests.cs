namespace Argus.Cli.Tests.Layout;

public sealed class SizeTests
{
    private const int MaxFileLines = 400;
    private const int MaxMemberLines = 60;
    private const long MaxBytes = 1024 * 1024;

    [Fact]
    public void CSharpFiles_AreAtMost400Lines() =>
        Assert.Empty(
            from file in TrackedFiles.CSharp
            let lines = TrackedFiles.Lines(file).Length
            where lines > MaxFileLines
            select $"{file} has {lines} lines");

    [Fact]
    public void Members_AreAtMost60Lines() =>
        Assert.Empty(
            from file in TrackedFiles.CSharp
            from member in SourceRules.Members(TrackedFiles.Lines(file))
            where member.Lines > MaxMemberLines
            select $"{file}: {member.Header} has {member.Lines} lines");

    [Fact]
    public void TrackedFiles_AreAtMostOneMebibyte() =>
        Assert.Empty(
            from file in TrackedFiles.All
            let bytes = new FileInfo(TrackedFiles.PathOf(file)).Length
            where bytes > MaxBytes
            select $"{file} has {bytes} bytes");

    [Fact]
    public void Members_OfNestedTypes_AreMeasured()
    {
        string[] lines =
        [
            "internal sealed class A(", "    int x)", "{", "    // {", "    public void B()", "    {", "        if (x)", "        {", "        }", "    }", "",
            "    private sealed record C", "    {", "        public int D", "        {", "            get;", "        }", "    }", "",
            "    public void E()", "    {", "    }", "}",
        ];

        Assert.Equal(
            [("public void B()", 5), ("public int D", 3), ("public void E()", 2)],
            SourceRules.Members(lines));
    }
}
