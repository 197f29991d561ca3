using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Argus.Cli.Vectors;

/// <summary>
/// A matrix of float32 in NumPy's format, version 1.0 (numpy.lib.format): a row a vector. It has no room for names: a <c>.rows.csv</c>
/// beside it says what each row is of.
/// </summary>
internal sealed class NpyFile : IVectorFile
{
    // Fixed, because the number of rows is known at the end only; a multiple of 64 as the format wants.
    private const int HeaderBytes = 128;

    private readonly WholeFile _matrix;
    private readonly WholeFile _names;
    private int _rows;
    private int _columns;

    /// <exception cref="IOException">It cannot be written there.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written there.</exception>
    public NpyFile(string path)
    {
        string names = Path.ChangeExtension(path, ".rows.csv");
        Paths = [path, names];
        _matrix = new WholeFile(path);
        try
        {
            _names = new WholeFile(names);
        }
        catch
        {
            _matrix.Dispose();
            throw;
        }

        _matrix.Stream.Write(new byte[HeaderBytes]);
        WriteNames(["row", .. CsvText.PictureColumns]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Paths { get; }

    /// <inheritdoc/>
    public void Add(VectorRow row)
    {
        if (_rows > 0 && row.Vector.Length != _columns)
            throw new InvalidDataException($"A vector of {row.Vector.Length} values does not fit a matrix of {_columns} columns.");
        _columns = row.Vector.Length;
        byte[] bytes = new byte[4 * _columns];
        for (int i = 0; i < _columns; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), row.Vector[i]);
        _matrix.Stream.Write(bytes);
        WriteNames([_rows.ToString(CultureInfo.InvariantCulture), .. CsvText.PictureCells(row)]);
        _rows++;
    }

    /// <inheritdoc/>
    public void Commit()
    {
        _matrix.Stream.Position = 0;
        _matrix.Stream.Write(Header());
        _names.Commit();
        _matrix.Commit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _matrix.Dispose();
        _names.Dispose();
    }

    private byte[] Header()
    {
        const int prefix = 10;
        string fields = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({_rows}, {_columns}), }}".PadRight(HeaderBytes - prefix - 1) + "\n";
        byte[] header = [0x93, .. "NUMPY"u8, 1, 0, 0, 0, .. Encoding.ASCII.GetBytes(fields)];
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), HeaderBytes - prefix);
        return header;
    }

    private void WriteNames(IEnumerable<string> cells) => _names.Stream.Write(Encoding.UTF8.GetBytes(CsvText.Line(cells)));
}
