using Argus.Cli.Pictures;

namespace Argus.Cli.Remote;

/// <summary>Reads the address of a server as people type it.</summary>
internal static class ServerAddress
{
    /// <summary>
    /// The address with a slash at its end. Without a scheme it is HTTPS, but HTTP on this very machine, where a server without TLS is the
    /// rule, unless <paramref name="tls"/> says otherwise.
    /// </summary>
    /// <param name="text">Such as https://argus.example.com, or localhost:8080.</param>
    /// <param name="tls">Whether options were given that make sense with TLS only.</param>
    public static Reply<Uri> Parse(string text, bool tls)
    {
        string trimmed = text.Trim();
        bool scheme = trimmed.Contains("://", StringComparison.Ordinal);
        if (!Uri.TryCreate(scheme ? trimmed : "https://" + trimmed, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            return new Trouble($"'{text}' is no address of a server. Give one such as https://argus.example.com or localhost:8080.");
        if (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            return new Trouble($"The address of a server begins with https:// or http://, not {uri.Scheme}://.");
        // Not repeated: it may hold a password.
        if (uri.UserInfo.Length > 0)
            return new Trouble("The address of a server holds no user and no password: give a key with --key-file or ARGUS_KEY.");
        if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
            return new Trouble($"The address of a server ends with its path: '{uri.GetLeftPart(UriPartial.Path)}', without '{uri.Query}{uri.Fragment}'.");

        var builder = new UriBuilder(uri) { Path = uri.AbsolutePath.TrimEnd('/') + "/" };
        if (!scheme && !tls && uri.IsLoopback)
            (builder.Scheme, builder.Port) = (Uri.UriSchemeHttp, HasPort(trimmed, uri) ? uri.Port : 80);
        return builder.Uri;
    }

    // 443 may have been typed, or come from the scheme that was not.
    private static bool HasPort(string text, Uri uri) => !uri.IsDefaultPort || text.Split('/')[0].EndsWith(":443", StringComparison.Ordinal);
}
