using System.Diagnostics.CodeAnalysis;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace Boai.Localhost.Host;

/// <summary>What a command line asks for instead of a start.</summary>
internal enum BackupWork
{
    BackUp,
    Restore,
}

/// <param name="Work">Which way.</param>
/// <param name="File">The archive of the data; that of the keys lies beside it under this name with <c>.keys</c> before the ending.</param>
internal sealed record BackupJob(BackupWork Work, string File);

/// <summary>
/// The data folder as two archives, one with the data and one with the keys, so that they can be kept in different places: neither says anything of a
/// person without the other. Each is a gzipped tar with the files' modes and, first, a list of what it holds with sizes and SHA-256.
/// </summary>
internal static class DataBackup
{
    private const string ListName = "backup.json";
    private const string Ending = ".tar.gz";
    private const string KeyFolderName = "keys";
    private const string KeyEnding = ".key";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // They belong to a process and not to the data.
    private static readonly string[] LeftOut = [DataFolder.LockName, AzuriteProcess.MarkerName];

    /// <returns>What to tell the user.</returns>
    /// <exception cref="LocalHostException">It cannot be done, and nothing is half done.</exception>
    public static string Run(BackupJob job, string dataPath)
    {
        if (!job.File.EndsWith(Ending, StringComparison.Ordinal) || Path.GetFileName(job.File).Length == Ending.Length)
        {
            throw new LocalHostException($"The archive is a gzipped tar: give it a name that ends in {Ending}, not {job.File}.");
        }

        try
        {
            string file = Path.GetFullPath(job.File);
            return job.Work == BackupWork.BackUp ? BackUp(dataPath, file) : Restore(file, dataPath);
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            throw new LocalHostException($"{(job.Work == BackupWork.BackUp ? "Not backed up" : "Not restored")}: {failure.Message}", failure);
        }
    }

    private static string BackUp(string dataPath, string file)
    {
        if (!Directory.Exists(dataPath))
        {
            throw new LocalHostException($"There is no data folder {dataPath}; name the one to back up with --data <folder>.");
        }

        using DataFolder held = DataFolder.Open(dataPath);
        ThrowIfStorageRuns(dataPath);
        string[] files =
        [
            .. Directory.EnumerateFiles(dataPath, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
                .Select(path => Path.GetRelativePath(dataPath, path).Replace('\\', '/'))
                .Where(name => !LeftOut.Contains(Path.GetFileName(name)))
                .Order(StringComparer.Ordinal),
        ];
        if (files.Length == 0)
        {
            throw new LocalHostException($"The data folder {dataPath} is empty; there is nothing to back up.");
        }

        string inside = dataPath.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;
        if (file.StartsWith(inside, StringComparison.Ordinal))
        {
            throw new LocalHostException($"{file} lies in the folder that it is to be a copy of; choose a place outside {dataPath}.");
        }

        string id = Guid.NewGuid().ToString("N");
        string keyFile = KeyFileOf(file);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        long size = Write(dataPath, [.. files.Where(name => !IsKey(name))], id, file);
        try
        {
            Write(dataPath, [.. files.Where(IsKey)], id, keyFile);
        }
        catch
        {
            File.Delete(file);
            throw;
        }

        return $"""
            Backed up {files.Length} files ({size / 1024} KiB) of {dataPath}.
              Data  {file}
              Keys  {keyFile}
            Keep the two in different places. Whoever has both can read everything; without the keys nobody can read persons' data.
            """;
    }

    private static string Restore(string file, string dataPath)
    {
        string keyFile = KeyFileOf(file);
        foreach (string missing in new[] { file, keyFile }.Where(path => !File.Exists(path)))
        {
            throw new LocalHostException($"There is no {missing}. A backup is two archives, side by side: {Path.GetFileName(file)} and {Path.GetFileName(keyFile)}.");
        }

        if (Directory.Exists(dataPath))
        {
            using DataFolder held = DataFolder.Open(dataPath);
            ThrowIfStorageRuns(dataPath);
            if (Directory.EnumerateFileSystemEntries(dataPath).Any(path => Path.GetFileName(path) != DataFolder.LockName))
            {
                throw new LocalHostException($"The data folder {dataPath} is not empty, and nothing is written over: move it away first, or choose another with --data <folder>.");
            }
        }

        // Everything is unpacked and compared beside the place before any of it is there.
        string parent = Path.GetDirectoryName(dataPath.TrimEnd(Path.DirectorySeparatorChar))!;
        Directory.CreateDirectory(parent);
        string made = Path.Combine(parent, $".restore-{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(made);
            Listing data = Unpack(file, made);
            Listing keys = Unpack(keyFile, made);
            if (data.Backup != keys.Backup)
            {
                throw new LocalHostException($"{file} and {keyFile} are not of the same backup: the keys would not fit the data.");
            }

            if (Directory.Exists(dataPath))
            {
                Directory.Delete(dataPath, recursive: true);
            }

            Directory.Move(made, dataPath);
            return $"Restored {data.Files.Count + keys.Files.Count} files into {dataPath}. Start the host as always.";
        }
        finally
        {
            if (Directory.Exists(made))
            {
                Directory.Delete(made, recursive: true);
            }
        }
    }

    private static bool IsKey(string name) => name.StartsWith(KeyFolderName + "/", StringComparison.Ordinal) || name.EndsWith(KeyEnding, StringComparison.Ordinal);

    private static string KeyFileOf(string file) => string.Concat(file.AsSpan(0, file.Length - Ending.Length), ".keys", Ending);

    private static void ThrowIfStorageRuns(string dataPath)
    {
        using AzuriteProcess? left = AzuriteProcess.FindLeftBehind(Path.Combine(dataPath, "azurite"));
        if (left is not null)
        {
            throw new LocalHostException($"The storage emulator of a host that was killed still runs on {dataPath} (process {left.Id}). Start the host and stop it with Ctrl-C, then try again.");
        }
    }

    private static long Write(string folder, IReadOnlyList<string> names, string backup, string file)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        FileStream stream = new(file, options); // an earlier backup is never written over
        try
        {
            using (stream)
            {
                using (GZipStream packed = new(stream, CompressionLevel.Optimal, leaveOpen: true))
                using (TarWriter tar = new(packed))
                {
                    Listing listing = new(backup, [.. names.Select(name => new Listed(name, new FileInfo(Path.Combine(folder, name)).Length, HashOf(Path.Combine(folder, name))))]);
                    using MemoryStream list = new(JsonSerializer.SerializeToUtf8Bytes(listing));
                    tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, ListName) { DataStream = list, Mode = OwnerOnly });
                    foreach (string name in names)
                    {
                        tar.WriteEntry(Path.Combine(folder, name), name);
                    }
                }

                stream.Flush(flushToDisk: true);
                return stream.Length;
            }
        }
        catch
        {
            File.Delete(file);
            throw;
        }
    }

    private static Listing Unpack(string file, string into)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            using GZipStream unpacked = new(stream, CompressionMode.Decompress);
            using TarReader tar = new(unpacked);
            Listing listing = tar.GetNextEntry() is { Name: ListName, DataStream: { } list } && JsonSerializer.Deserialize<Listing>(list) is { Files: not null } read
                ? read
                : throw Damaged(file, $"it does not begin with {ListName}");
            Dictionary<string, Listed> due = listing.Files.ToDictionary(one => one.Name, StringComparer.Ordinal);
            while (tar.GetNextEntry() is { } entry)
            {
                if (!due.Remove(entry.Name, out Listed? listed) || entry.EntryType != TarEntryType.RegularFile)
                {
                    throw Damaged(file, $"it holds {entry.Name}, which its list does not name");
                }

                string path = Path.GetFullPath(Path.Combine(into, entry.Name));
                if (!path.StartsWith(into + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                {
                    throw Damaged(file, $"{entry.Name} leads out of the folder");
                }

                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                entry.ExtractToFile(path, overwrite: false);
                if (new FileInfo(path).Length != listed.Bytes || HashOf(path) != listed.Sha256)
                {
                    throw Damaged(file, $"{entry.Name} is not what was backed up");
                }
            }

            return due.Count == 0 ? listing : throw Damaged(file, $"{due.Keys.First()} is missing");
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or JsonException or FormatException or ArgumentException)
        {
            throw Damaged(file, broken.Message, broken);
        }
    }

    private static string HashOf(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static LocalHostException Damaged(string file, string how, Exception? cause = null) =>
        new($"{file} is damaged or no backup of this host ({how}); nothing was restored. Take another copy.", cause ?? new InvalidDataException(how));

    [SuppressMessage("Performance", "CA1812", Justification = "read from JSON")]
    private sealed record Listing(string Backup, IReadOnlyList<Listed> Files);

    [SuppressMessage("Performance", "CA1812", Justification = "read from JSON")]
    private sealed record Listed(string Name, long Bytes, string Sha256);
}
