# Included by Trilinos' project(). Its explicit instantiations are hundreds of files of three lines behind the same
# hundred thousand lines of headers: several of them at a time cost little more than one.
function(ritz_unite)
  foreach(target kokkoskernels tpetra belostpetra amesos2 ifpack2 xpetra muelu)
    if(TARGET ${target})
      set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
    endif()
  endforeach()
endfunction()
cmake_language(DEFER CALL ritz_unite)
