using System.Buffers;
using System.Text;
using Argus.Data.Media;
using Argus.Jobs.Configuration;
using Argus.ServiceDefaults.Problems;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Argus.Jobs.Media;

/// <summary>Reads the multipart body of <c>POST /entity/</c>; the file goes to disk as it comes.</summary>
internal sealed class UploadReader(MediaCatalog catalog, JobsOptions options)
{
    private const int MostParts = 16;
    private const int MostText = 4096;
    private const int Piece = 128 * 1024;

    /// <summary>Reads the body.</summary>
    /// <returns>The form, to be disposed of, or why it is not taken.</returns>
    /// <exception cref="Data.Jobs.JobStoreException">The disk does not take the file.</exception>
    public async Task<Outcome<UploadForm>> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        if (request.Headers.ContentEncoding.Count > 0 && request.Headers.ContentEncoding != "identity")
            return new Refusal(415, "Compressed bodies are not taken: send it without Content-Encoding.");
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return new Refusal(415, "The content type must be multipart/form-data with the fields is_collection, label and file.");
        if (HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and <= 70 } boundary)
            return new Refusal(400, "The multipart content type does not name a boundary.");

        var form = new UploadForm();
        var refusal = new Refusal(400, "The body was not read.");
        try
        {
            refusal = await ReadAsync(new MultipartReader(boundary.Value!, request.Body) { HeadersCountLimit = 16, HeadersLengthLimit = 8192 }, form, cancel) ?? form.Judge();
        }
        catch (Exception error) when (error is InvalidDataException or IOException and not BadHttpRequestException && !cancel.IsCancellationRequested)
        {
            refusal = new(400, "The multipart body breaks off, or is none: its closing boundary is missing, or its parts have too long headers.");
        }
        finally
        {
            if (refusal is not null)
                await form.DisposeAsync();
        }

        return refusal is null ? form : refusal;
    }

    private async Task<Refusal?> ReadAsync(MultipartReader reader, UploadForm form, CancellationToken cancel)
    {
        for (int parts = 0; await reader.ReadNextSectionAsync(cancel) is { } section; parts++)
        {
            if (parts == MostParts)
                return new(400, $"The multipart body has more than {MostParts} parts.");
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
                continue;
            string? field = HeaderUtilities.RemoveQuotes(disposition.Name).Value;
            if (field is "label" or "is_collection")
                await ReadTextAsync(section.Body, field, form, cancel);
            else if (field == "file" && await ReadFileAsync(section.Body, disposition, form, cancel) is { } refusal)
                return refusal;
        }

        return null;
    }

    private static async Task ReadTextAsync(Stream body, string field, UploadForm form, CancellationToken cancel)
    {
        byte[] text = new byte[MostText + 1];
        int length = await body.ReadAtLeastAsync(text, text.Length, throwOnEndOfStream: false, cancel);
        if (length > MostText)
            form.Fail(field, "is too long.");
        else
            form.Set(field, Encoding.UTF8.GetString(text, 0, length));
    }

    private async Task<Refusal?> ReadFileAsync(Stream body, ContentDispositionHeaderValue disposition, UploadForm form, CancellationToken cancel)
    {
        if (form.File is not null)
        {
            form.Fail("file", "is given twice.");
            return null;
        }

        byte[] piece = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            while (await body.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, cancel) is > 0 and var length)
            {
                if (form.File is null)
                {
                    if ((PictureSignatures.MimeOf(piece.AsSpan(0, length)) ?? VideoSignatures.MimeOf(piece.AsSpan(0, length))) is not { } mime)
                        return new(415, "The file is none of the pictures that are taken: JPEG, PNG, WebP, BMP or TIFF; nor of the videos: MP4, MOV, WebM, MKV or AVI. Its bytes are looked at, not its name.");
                    var name = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName);
                    form.Set(catalog.BeginUpload(), FileNames.Clean(name.Value), mime);
                }

                long most = VideoSignatures.IsVideo(form.MimeType) ? options.MaxVideoBytes : options.MaxBytes;
                if (form.File!.Size + length > most)
                    return new(413, $"The file may have at most {most} bytes.");
                await form.File.WriteAsync(piece.AsMemory(0, length), cancel);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }

        return form.File is null ? new(400, "The file is empty.") : null;
    }
}
