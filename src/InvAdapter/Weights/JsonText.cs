using System.Text.Json;

namespace InvAdapter.Weights;

/// <summary>A forward reader of untrusted JSON whose every complaint is an <see cref="InvalidFileException"/> that names the item.</summary>
/// <remarks>Reads in one pass and builds nothing, so that what a hostile file costs is bounded by its size, and duplicates can be seen.</remarks>
internal ref struct JsonText
{
    private const int ClippedLength = 200;

    private readonly string _file;
    private readonly string _document;
    private Utf8JsonReader _reader;

    public JsonText(string file, string document, ReadOnlySpan<byte> json, int maxDepth)
    {
        _file = file;
        _document = document;
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = maxDepth });
    }

    /// <summary>Keeps names from hostile files from making messages of megabytes.</summary>
    public static string Clip(string text) => text.Length <= ClippedLength ? text : text[..ClippedLength] + "…";

    public void Enter(string item, JsonTokenType start)
    {
        Next();
        Require(item, start);
    }

    /// <summary>Steps to the next key of the object, or past its end.</summary>
    public bool NextKey(string item, out string key)
    {
        Next();
        if (_reader.TokenType == JsonTokenType.EndObject)
        {
            key = "";
            return false;
        }

        key = Text(item);
        return true;
    }

    public string String(string item)
    {
        Enter(item, JsonTokenType.String);
        return Text(item);
    }

    /// <summary>Reads an array of integers from 0 up, with at most <paramref name="limit"/> of them.</summary>
    public long[] Counts(string item, int limit)
    {
        Enter(item, JsonTokenType.StartArray);
        var counts = new List<long>();
        while (true)
        {
            Next();
            if (_reader.TokenType == JsonTokenType.EndArray)
                return [.. counts];
            Require(item, JsonTokenType.Number);
            if (!_reader.TryGetInt64(out long value) || value < 0)
                throw Invalid(item, "described by whole numbers from 0 to 2^63 - 1", $"described by {Clip(Raw())}");
            if (counts.Count == limit)
                throw Invalid(item, $"described by at most {limit} numbers", "described by more");
            counts.Add(value);
        }
    }

    /// <summary>Passes over the value that comes next, whatever it is.</summary>
    public void Skip()
    {
        Next();
        try
        {
            _reader.Skip();
        }
        catch (JsonException e)
        {
            throw Malformed(e);
        }
    }

    /// <summary>Checks that nothing but white space follows.</summary>
    public void End()
    {
        try
        {
            _reader.Read();
        }
        catch (JsonException e)
        {
            throw Malformed(e);
        }
    }

    private void Next()
    {
        try
        {
            if (_reader.Read())
                return;
        }
        catch (JsonException e)
        {
            throw Malformed(e);
        }

        throw Invalid(_document, "valid JSON", "cut short");
    }

    private readonly void Require(string item, JsonTokenType token)
    {
        if (_reader.TokenType != token)
            throw Invalid(item, $"JSON with {Name(token)} here", Name(_reader.TokenType));
    }

    private readonly string Text(string item)
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            // An escape such as \ud800 alone is valid JSON and no text.
            throw new InvalidFileException(_file, Clip(item), "described by valid Unicode text", "not", e);
        }
    }

    private readonly string Raw() => System.Text.Encoding.UTF8.GetString(_reader.ValueSpan);

    private readonly InvalidFileException Malformed(JsonException e) =>
        new(_file, _document, "valid JSON", $"malformed at byte {_reader.BytesConsumed}: {Clip(e.Message)}", e);

    private readonly InvalidFileException Invalid(string item, string expected, string actual) =>
        new(_file, Clip(item), expected, actual);

    private static string Name(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a truth value",
        JsonTokenType.Null => "null",
        _ => "nothing",
    };
}
