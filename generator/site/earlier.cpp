#include "site/earlier.hpp"

namespace benchfolio::site {
namespace {

using analysis::ByteReader;
using analysis::ByteWriter;
using analysis::MemoKey;

// What is kept of a piece.
struct Made {
    std::vector<MadeFile> files;
    std::string note;
};

std::string encoded(const Made& made) {
    ByteWriter bytes;
    bytes.add(std::uint64_t{made.files.size()});
    for (const MadeFile& file : made.files) bytes.add(file.path).add(file.bytes).add(file.digest);
    return std::move(bytes.add(made.note)).taken();
}

Made decoded(std::string_view bytes) {
    ByteReader reader{bytes};
    Made made;
    for (auto left = reader.take<std::uint64_t>(); left > 0; --left) {
        std::string path{reader.take_text()};
        const auto size = reader.take<std::uint64_t>();
        made.files.push_back({std::move(path), size, reader.take<MemoKey>()});
    }
    made.note = reader.take_text();
    return made;
}

MemoKey key_of(const MadeFile& file, const system::FileStamp& stamp) {
    return analysis::memo_key("stamp", ByteWriter{}.add(file.path).add(stamp).add(file.digest));
}

}  // namespace

bool KnownFiles::has(const MadeFile& file, const system::FileStamp& stamp) const {
    return memo_.find(key_of(file, stamp)).has_value();
}

void KnownFiles::enter(const MadeFile& file, const system::FileStamp& stamp) const {
    memo_.keep(key_of(file, stamp), {});
}

analysis::MemoKey digest_of(std::string_view bytes) {
    return analysis::memo_key("file", bytes);
}

std::string made_once(const Earlier& earlier, const MemoKey& inputs, const FileSink& sink,
                      const std::function<std::string(const FileSink&)>& make) {
    if (const auto kept = earlier.memo.find(inputs)) {
        Made made = decoded(*kept);
        if (earlier.take_over(made.files)) return std::move(made.note);
    }
    Made made;
    made.note = make([&](const std::string& path, std::string bytes) {
        made.files.push_back({path, bytes.size(), digest_of(bytes)});
        sink(path, std::move(bytes));
    });
    earlier.memo.keep(inputs, encoded(made));
    earlier.made(made.files);
    return std::move(made.note);
}

}  // namespace benchfolio::site
