using System.Text;
using Argus.Jobs.Media;

namespace Argus.Jobs.Tests.Media;

public sealed class VideoSignaturesTests
{
    [Theory]
    [InlineData("\0\0\0\u0018ftypisom\0\0\u0002\0", "video/mp4", "mp4", "mov")]
    [InlineData("\0\0\0\u0014ftypqt  \0\0\u0002\0", "video/quicktime", "mov", "mov")]
    [InlineData("\0\0\0\u0008wide\0\0\u0002\0mdat", "video/quicktime", "mov", "mov")]
    [InlineData("RIFF\u0010\0\0\0AVI LIST", "video/x-msvideo", "avi", "avi")]
    public void MimeOf_Video_IsItsContainer(string head, string mime, string ending, string demuxer)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(head);

        Assert.Equal(mime, VideoSignatures.MimeOf(bytes));
        Assert.Equal(ending, PictureSignatures.EndingOf(mime));
        Assert.Equal(demuxer, VideoSignatures.DemuxerOf(mime).Split(',')[0]);
    }

    [Theory]
    [InlineData("webm", "video/webm", "webm")]
    [InlineData("matroska", "video/x-matroska", "mkv")]
    [InlineData("other", null, null)]
    public void MimeOf_Ebml_IsByItsKind(string kind, string? mime, string? ending)
    {
        byte[] bytes = [0x1A, 0x45, 0xDF, 0xA3, 0x9F, 0x42, 0x82, 0x84, .. Encoding.ASCII.GetBytes(kind)];

        Assert.Equal(mime, VideoSignatures.MimeOf(bytes));
        if (mime is not null)
            Assert.Equal(("matroska,webm", ending), (VideoSignatures.DemuxerOf(mime), PictureSignatures.EndingOf(mime)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ftyp")]
    [InlineData("#EXTM3U\n#EXT-X-VERSION:3\n")]
    [InlineData("\0\0\0\u0018ftypheic\0\0\u0002\0")]
    [InlineData("\0\0\0\u0018ftypavif\0\0\u0002\0")]
    [InlineData("\0\0\0\u0018ftypM4A \0\0\u0002\0")]
    [InlineData("\0\0\0\u0004ftypisom\0\0\u0002\0")]
    [InlineData("RIFF\u0010\0\0\0WAVEfmt ")]
    public void MimeOf_AnythingElse_IsNone(string head) => Assert.Null(VideoSignatures.MimeOf(Encoding.Latin1.GetBytes(head)));
}
