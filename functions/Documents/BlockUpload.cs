using System.Globalization;
using System.Text;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Boai.Functions.Documents;

/// <summary>Writes a blob of unknown length that only exists once it is complete.</summary>
/// <remarks>
/// Pieces are staged as blocks of 4 MiB and show up nowhere until <see cref="Complete"/>. Without it the store forgets them by itself (Azure
/// within a week). A document of less than 4 MiB is one operation.
/// </remarks>
internal sealed class BlockUpload(BlockBlobClient blob) : IDisposable
{
    private const int BlockLength = 4 * 1024 * 1024;
    private readonly MemoryStream _block = new();
    private readonly List<string> _staged = [];

    public async Task Write(ReadOnlyMemory<byte> piece, CancellationToken cancellation)
    {
        _block.Write(piece.Span);
        if (_block.Length >= BlockLength)
        {
            await Stage(cancellation);
        }
    }

    public async Task Complete(CancellationToken cancellation)
    {
        if (_staged is [])
        {
            _block.Position = 0;
            await blob.UploadAsync(_block, cancellationToken: cancellation);
            return;
        }

        if (_block.Length > 0)
        {
            await Stage(cancellation);
        }

        await blob.CommitBlockListAsync(_staged, new CommitBlockListOptions(), cancellation);
    }

    public void Dispose() => _block.Dispose();

    private async Task Stage(CancellationToken cancellation)
    {
        string id = Convert.ToBase64String(Encoding.ASCII.GetBytes(_staged.Count.ToString("D8", CultureInfo.InvariantCulture)));
        _block.Position = 0;
        await blob.StageBlockAsync(id, _block, cancellationToken: cancellation);
        _staged.Add(id);
        _block.SetLength(0);
    }
}
