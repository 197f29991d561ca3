using Argus.ModelServer.Tests.Faults;
using Argus.ModelServer.Tests.Running;
using Argus.Testing;

namespace Argus.ModelServer.Tests.Soak;

/// <summary>Good pictures of every format that is read, small enough to be decoded by the thousand.</summary>
internal static class PictureSeeds
{
    private static readonly string[] Photos =
    [
        "hopper.jpg", "hopper_gray.jpg", "hopper_exif6.jpg", "hopper_exif8.webp", "dorsey_1.jpg", "tom_hanks_112.png", "lacamoire_rgba.png", "noface_flower.webp",
        "einstein.bmp", "einstein.gif", "einstein.webp", "obama_small_320x240.jpg",
    ];

    public static IReadOnlyList<byte[]> All { get; } =
    [
        Bodies.Face, Pictures.Blank, LargePictures.Jpeg(320, 240), LargePictures.Jpeg(320, 240, progressive: true), LargePictures.Png(200, 100), Gif, Tiff,
        .. TestData.Root is null ? [] : Photos.Select(p => File.ReadAllBytes(TestData.At("photos", p))),
    ];

    /// <summary>8 x 8 pixels of one colour.</summary>
    private static byte[] Gif =>
    [
        .. "GIF89a"u8, 8, 0, 8, 0, 0x80, 0, 0, 10, 20, 30, 200, 210, 220,
        0x2C, 0, 0, 0, 0, 8, 0, 8, 0, 0, 2, 0x07, 0x84, 0x8F, 0xA9, 0xCB, 0xED, 0x0F, 0x0B, 0, 0x3B,
    ];

    /// <summary>16 x 16 grey pixels, uncompressed, in one strip behind the directory.</summary>
    private static byte[] Tiff
    {
        get
        {
            (ushort Tag, ushort Value)[] tags =
            [
                (0x100, 16), (0x101, 16), (0x102, 8), (0x103, 1), (0x106, 1), (0x111, 8 + 2 + 9 * 12 + 4), (0x115, 1), (0x116, 16), (0x117, 256),
            ];
            return
            [
                .. "II*\0"u8, 8, 0, 0, 0, (byte)tags.Length, 0,
                .. tags.SelectMany(t => (byte[])[.. BitConverter.GetBytes(t.Tag), 3, 0, 1, 0, 0, 0, .. BitConverter.GetBytes(t.Value), 0, 0]),
                0, 0, 0, 0, .. Enumerable.Range(0, 256).Select(i => (byte)i),
            ];
        }
    }
}
