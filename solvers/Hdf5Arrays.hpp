#pragma once

#include <ritz/solvers/Hdf5Pieces.hpp>

#include <algorithm>
#include <string>
#include <type_traits>
#include <vector>

/// Arrays of numbers in an HDF5 file: their types, their pieces with checksums, their columns. Only for .cpp
/// files.
namespace ritz::detail {

constexpr hsize_t ChunkEntries = 65536;  // 512 KiB of doubles: within the library's cache of chunks

template <class T>
hid_t memoryType() {
  if constexpr (std::is_same_v<T, float>) return H5T_NATIVE_FLOAT;
  if constexpr (std::is_same_v<T, double>) return H5T_NATIVE_DOUBLE;
  return H5T_NATIVE_LLONG;
}

template <class T>
hid_t fileType() {
  if constexpr (std::is_same_v<T, float>) return H5T_IEEE_F32LE;
  if constexpr (std::is_same_v<T, double>) return H5T_IEEE_F64LE;
  return H5T_STD_I64LE;
}

inline Handle checksummed(const std::vector<hsize_t>& chunk) {
  Handle list(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  H5Pset_obj_track_times(list, false);  // the same content makes the same file
  if (std::find(chunk.begin(), chunk.end(), hsize_t(0)) != chunk.end()) return list;  // nothing to protect
  H5Pset_chunk(list, static_cast<int>(chunk.size()), chunk.data());
  H5Pset_fletcher32(list);
  return list;
}

template <class T>
Handle createArray(hid_t file, const std::string& name, const std::vector<hsize_t>& size,
                   const std::vector<hsize_t>& chunk) {
  const Handle space(H5Screate_simple(static_cast<int>(size.size()), size.data(), nullptr), H5Sclose);
  const Handle properties = checksummed(chunk);
  return {H5Dcreate2(file, name.c_str(), fileType<T>(), space, H5P_DEFAULT, properties, H5P_DEFAULT),
          H5Dclose};
}

inline std::vector<hsize_t> sizeOf(hid_t array) {
  const Handle space(H5Dget_space(array), H5Sclose);
  const int rank = H5Sget_simple_extent_ndims(space);
  std::vector<hsize_t> size(static_cast<std::size_t>(std::max(rank, 0)));
  if (rank > 0) H5Sget_simple_extent_dims(space, size.data(), nullptr);
  return size;
}

/// The part of an array of columns that one column is.
inline Handle selectionOf(hid_t array, long long column) {
  Handle space(H5Dget_space(array), H5Sclose);
  std::vector<hsize_t> count = sizeOf(array), from(count.size(), 0);
  if (count.empty()) return space;
  from[0] = static_cast<hsize_t>(column);
  count[0] = 1;
  H5Sselect_hyperslab(space, H5S_SELECT_SET, from.data(), nullptr, count.data(), nullptr);
  return space;
}

inline Handle lineSpace(hid_t selection) {
  const auto points = static_cast<hsize_t>(H5Sget_select_npoints(selection));
  return {H5Screate_simple(1, &points, nullptr), H5Sclose};
}

}  // namespace ritz::detail
