using System.Text;

namespace Argus.Datasets.Tests.Running;

/// <summary>Bytes that begin as a JPEG does.</summary>
internal static class Photos
{
    public static byte[] Of(string text) => [0xFF, 0xD8, 0xFF, 0xE0, .. Encoding.UTF8.GetBytes(text)];
}
