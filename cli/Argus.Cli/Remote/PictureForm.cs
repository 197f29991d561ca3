using System.Text;
using Argus.Cli.Pictures;

namespace Argus.Cli.Remote;

/// <summary>A body of named fields (multipart/form-data), pictures streamed from the disk.</summary>
internal sealed class PictureForm : MultipartFormDataContent
{
    private readonly List<PictureContent> _pictures = [];

    /// <summary>Bytes of all pictures.</summary>
    public long PictureBytes => _pictures.Sum(picture => picture.Length);

    /// <summary>Why a picture could not be read while it was sent, or null.</summary>
    public Trouble? Trouble => _pictures.Select(picture => picture.Trouble).FirstOrDefault(trouble => trouble is not null);

    /// <summary>Adds a picture. Its name stays here: a path may tell more than the picture.</summary>
    public PictureForm With(string name, PictureSource picture)
    {
        var content = new PictureContent(picture);
        _pictures.Add(content);
        Add(content, name, content.FileName);
        return this;
    }

    /// <summary>Adds a text.</summary>
    public PictureForm With(string name, string value)
    {
        Add(new ByteArrayContent(Encoding.UTF8.GetBytes(value)), name);
        return this;
    }
}
